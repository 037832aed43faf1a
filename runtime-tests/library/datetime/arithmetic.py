from datetime import date, datetime, time, timedelta, timezone

for text in ("2024-02-29", "20240229", "2024-W09-4", "2024W094", "2024-W09", "2024-02-29T01", "2024-02-29 01:02", "20240229T010203",
             "2024-02-29T01:02:03.4", "2024-02-29T01:02:03,456789123", "2024-02-29T01:02:03Z", "2024-02-29T01:02:03+05:30",
             "2024-02-29T01:02:03.5-00:00:00.000001", "2024-02-29\u20ac01:02:03", "2024W0941", "2024-W09-4T24:00", "9999-12-31T24:00",
             "2024-02-29T01:0203", "2024-02-29T", "2024-02-29T1", "2024-02-29T01:02:03.", "2024-02-29T01:02+", "2024-2-29",
             "2024-02-29T01:02.5", "2024-02-29T01:02:03+Z", "2024-W09-41", "2024-W60-1", ""):
    for kind in (date, datetime):
        try:
            print(text, "=", repr(kind.fromisoformat(text)))
        except ValueError as error:
            print(text, "!", error)
for text in ("01", "T0102", "01:02:03.000001", "01:02Z", "24:00", "24:01", "01:02:03.1234567", "01:02+01", "0102:03", "1"):
    try:
        print(text, "=", repr(time.fromisoformat(text)))
    except ValueError as error:
        print(text, "!", error)

moment = datetime(2024, 2, 29, 23, 59, 59, 999999)
for spec in ("auto", "hours", "minutes", "seconds", "milliseconds", "microseconds"):
    print(moment.isoformat(timespec=spec), moment.replace(microsecond=0, tzinfo=timezone.utc).isoformat(" ", spec))
print(moment.isoformat("\u20ac"), moment + timedelta(microseconds=1), moment.ctime(), date(1, 1, 1).ctime())
for form in ("%Y-%m-%d %H:%M:%S.%f", "%a %A %b %B %p %I %y %j %%", "%U %W %w %u %V %G %C %D %e %x", "%Z%z", "\u20ac%d\0%m", "%", "%Q"):
    print(repr(moment.strftime(form)), repr(date(5, 3, 1).strftime(form)))
print(moment.isocalendar(), [date(year, 1, 1).isocalendar()[:] for year in range(1999, 2012)])
print([date(2023, month, 1).weekday() for month in range(1, 13)], date.max.toordinal(), date.fromordinal(738945))

delta = timedelta(days=1, seconds=2, microseconds=3)
print(delta * 3, delta * 0.5, 2 * delta, delta * -1.1, delta / 2, delta / 0.3, delta / delta, delta // 7, delta // timedelta(hours=5))
print(delta % timedelta(hours=5), divmod(delta, timedelta(hours=-5)), -delta, abs(-delta), +delta, bool(timedelta()), bool(delta))
print(timedelta(microseconds=0.5), timedelta(microseconds=1.5), timedelta(microseconds=2.5), timedelta(days=0.1, seconds=0.7))
print(timedelta(weeks=1, hours=-1, minutes=1.5, milliseconds=7), timedelta.max.total_seconds(), timedelta.min, timedelta.resolution)
print(sorted([delta, timedelta(), -delta, timedelta(1)]), delta == timedelta(1), delta != 5, delta > timedelta(1))
print(hash(delta), hash(timezone.utc) == hash(timedelta()), timedelta(10**20 // 10**15), timedelta(True))

aware = datetime(2024, 1, 1, tzinfo=timezone(timedelta(hours=5, minutes=30)))
print(aware.timestamp(), datetime.fromtimestamp(1.5, timezone.utc), datetime.fromtimestamp(-1.000001, timezone.utc))
print(datetime.fromtimestamp(1e9 + 0.0000005, timezone.utc), datetime.fromtimestamp(1e9 + 0.0000015, timezone.utc))
print(aware.astimezone(timezone.utc), aware.timetz(), aware.time(), aware.date(), aware.utctimetuple()[:])
print(datetime.combine(date(2020, 1, 2), time(3, tzinfo=timezone.utc)), datetime.combine(date(2020, 1, 2), time(3), None))
print(datetime.strptime("5 Mar 2021 07:08", "%d %b %Y %H:%M"), date.strptime("2020-01-02", "%Y-%m-%d"), time.strptime("03:04", "%H:%M"))
print(time(1, 2) < time(1, 3), time(1, tzinfo=timezone.utc) == time(2, tzinfo=timezone(timedelta(hours=1))), time() == 0)
print(hash(time(1, tzinfo=timezone.utc)) == hash(time(2, tzinfo=timezone(timedelta(hours=1)))), time(5).replace(minute=6, fold=1))
print(datetime.min, datetime.max, date.min, time.max, timezone.min, datetime.resolution, date.resolution)
