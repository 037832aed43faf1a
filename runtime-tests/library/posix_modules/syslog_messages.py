# Messages to the log: what functions take and give, for nobody may listen.
import syslog


def show(function, *args, **keywords):
    try:
        print(function.__name__, function(*args, **keywords))
    except (TypeError, ValueError) as error:
        print(function.__name__, type(error).__name__, error)


show(syslog.syslog)
show(syslog.syslog, 1, 2, 3)
show(syslog.syslog, 1, 2)
show(syslog.syslog, "a\0b")
show(syslog.openlog, 1)
show(syslog.openlog, "a", wrong=1)
show(syslog.openlog, "ident", syslog.LOG_PID, facility=syslog.LOG_MAIL)
show(syslog.openlog, ident="ident")
show(syslog.setlogmask, syslog.LOG_UPTO(syslog.LOG_CRIT))
show(syslog.setlogmask, 0)
show(syslog.syslog, "hidden by the mask")
show(syslog.syslog, syslog.LOG_DEBUG, "hidden too: 100%")
show(syslog.closelog)
show(syslog.closelog)
for priority in (0, 3, 7, 64, -1):
    print(syslog.LOG_MASK(priority), syslog.LOG_UPTO(priority))
print(syslog.LOG_LOCAL7, syslog.LOG_ALERT, syslog.LOG_AUTHPRIV, syslog.LOG_PERROR)
