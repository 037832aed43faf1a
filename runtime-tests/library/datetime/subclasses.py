import copy
import gc
import pickle
from datetime import date, datetime, time, timedelta, timezone, tzinfo


class Zone(tzinfo):
    def __init__(self, hours=2, summer=True):
        self.hours = hours
        self.summer = summer

    def utcoffset(self, moment):
        return timedelta(hours=self.hours) + self.dst(moment)

    def dst(self, moment):
        return timedelta(hours=1 if self.summer and moment is not None and 4 <= moment.month <= 9 else 0)

    def tzname(self, moment):
        return "Z%d" % self.hours


class Moment(datetime):
    def __new__(cls, *args, note="", **kwargs):
        made = super().__new__(cls, *args, **kwargs)
        made.note = note
        return made


class Day(date):
    extra = 3


class Span(timedelta):
    pass


zone = Zone()
moment = Moment(2024, 3, 31, 23, 30, tzinfo=zone, note="x")
print(moment, moment.note, repr(moment)[:45], type(moment + timedelta(hours=1)).__name__, moment.replace(fold=1).fold)
print(moment.astimezone(timezone.utc), type(moment.astimezone(timezone.utc)).__name__)
print(datetime(2024, 6, 1, 12, tzinfo=timezone.utc).astimezone(zone), zone.fromutc(datetime(2024, 6, 1, tzinfo=zone)))
print(moment.timetuple()[:9], moment.utctimetuple()[:6], moment.tzname(), moment.dst(), moment.utcoffset())
print(moment.strftime("%Y %j %H:%M %z %Z %:z %f"), format(moment, "%d.%m."), f"{moment:}")
print(moment == datetime(2024, 3, 31, 21, 30, tzinfo=timezone.utc), hash(moment) == hash(moment.astimezone(timezone.utc)))
print(moment - datetime(2024, 3, 31, tzinfo=timezone.utc), moment < datetime.now(timezone.utc))
print(Day(2024, 2, 28) + timedelta(2), type(Day(2024, 2, 28) + timedelta(2)).__name__, Day.today() >= date(2024, 1, 1))
print(Day.fromisoformat("2024-W10-3"), Day.fromordinal(730000), Day.fromisocalendar(2020, 53, 5), Day(1, 1, 1).replace(day=5))
print(type(Span(1) * 2).__name__, type(Span(1)).__name__, Span(hours=3), repr(Span(1, 2)), abs(-Span(5)))
for number in (0, 1, 2, 3, 4, 5):
    for thing in (moment, Day(5, 6, 7), time(1, 2, tzinfo=zone, fold=1), Span(3, 4), timezone(timedelta(hours=3), "n"), zone,
                  timezone.utc, datetime.max.isocalendar()):
        again = pickle.loads(pickle.dumps(thing, number))
        if thing is not zone:
            print(number, type(again).__name__, str(again)[:30], getattr(again, "note", ""), getattr(again, "fold", ""))
        else:
            print(number, vars(again))
print(copy.copy(moment).note, copy.deepcopy(moment) == moment, copy.replace(date(1, 2, 3), year=5))

kept = [datetime(2000, 1, 1, tzinfo=Zone(n, False)) + timedelta(days=n) for n in range(20)]
gc.collect()
print([one.utcoffset() // timedelta(hours=1) for one in kept], sum((one - kept[0] for one in kept), timedelta()))
try:
    class Both(date, time):
        pass
except TypeError as error:
    print(error)
try:
    class No(timezone):
        pass
except TypeError as error:
    print(error)


class Bad(tzinfo):
    answer = 5

    def utcoffset(self, moment):
        return self.answer

    tzname = utcoffset


for answer in (5, timedelta(1), None, "x"):
    Bad.answer = answer
    for name in ("utcoffset", "tzname", "isoformat", "__hash__"):
        try:
            print(answer, name, type(getattr(datetime(2000, 1, 1, tzinfo=Bad()), name)()).__name__)
        except (TypeError, ValueError) as error:
            print(answer, name, type(error).__name__, error)
