//! The module `termios`: the settings of terminals.
//!
//! Settings are read and written by the kernel's own calls, whose form does not depend on the C library: speeds are the
//! codes in the control flags, as they were before C libraries began to give them as numbers. Absent: speeds of any number.

use crate::os_error::strerror;
use pyrs_macros::pymodule;
use pyrs_object::bytes::BytesObject;
use pyrs_object::core::core;
use pyrs_object::exception::EXCEPTION_LAYOUT;
use pyrs_object::list::ListObject;
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::StrObject;
use pyrs_object::{PyResult, Raised, Ref, Thread, Value, int, protocol};

/// `termios.error`.
static ERROR: NativeClass = NativeClass::new("termios", "error", &EXCEPTION_LAYOUT)
    .base(|| core().types.exception.get())
    .subclassable()
    .with_dict();

/// Settings as the kernel has them.
#[repr(C)]
#[derive(Clone, Copy, Default)]
struct Settings {
    input: u32,
    output: u32,
    control: u32,
    local: u32,
    line: u8,
    characters: [u8; 19],
}

macro_rules! constants {
    ($($name:ident)* ; $($other:ident = $value:expr,)*) => {
        /// Name and value.
        static CONSTANTS: &[(&str, i64)] = &[
            $((stringify!($name), libc::$name as i64),)*
            $((stringify!($other), $value),)*
        ];
    };
}

constants! {
    B0 B1000000 B110 B115200 B1152000 B1200 B134 B150 B1500000 B1800 B19200 B200 B2000000 B230400 B2400 B2500000 B300
    B3000000 B3500000 B38400 B4000000 B460800 B4800 B50 B500000 B57600 B576000 B600 B75 B921600 B9600 BRKINT BS0 BS1
    BSDLY CBAUD CBAUDEX CIBAUD CLOCAL CR0 CR1 CR2 CR3 CRDLY CREAD CRTSCTS CS5 CS6 CS7 CS8 CSIZE CSTOPB ECHO ECHOCTL
    ECHOE ECHOK ECHOKE ECHONL ECHOPRT EXTA EXTB EXTPROC FF0 FF1 FFDLY FIOASYNC FIOCLEX FIONBIO FIONCLEX FIONREAD FLUSHO
    HUPCL IBSHIFT ICANON ICRNL IEXTEN IGNBRK IGNCR IGNPAR IMAXBEL INLCR INPCK ISIG ISTRIP IUCLC IUTF8 IXANY IXOFF IXON
    NCCS NL0 NL1 NLDLY NOFLSH OCRNL OFDEL OFILL OLCUC ONLCR ONLRET ONOCR OPOST PARENB PARMRK PARODD PENDIN TAB0 TAB1
    TAB2 TAB3 TABDLY TCFLSH TCGETS TCIFLUSH TCIOFF TCIOFLUSH TCION TCOFLUSH TCOOFF TCOON TCSADRAIN TCSAFLUSH TCSANOW
    TCSBRK TCSBRKP TCSETS TCSETSF TCSETSW TCXONC TIOCCONS TIOCEXCL TIOCGETD TIOCGICOUNT TIOCGLCKTRMIOS TIOCGPGRP
    TIOCGSERIAL TIOCGSOFTCAR TIOCGWINSZ TIOCINQ TIOCLINUX TIOCMBIC TIOCMBIS TIOCMGET TIOCMIWAIT TIOCMSET TIOCM_CAR
    TIOCM_CD TIOCM_CTS TIOCM_DSR TIOCM_DTR TIOCM_LE TIOCM_RI TIOCM_RNG TIOCM_RTS TIOCM_SR TIOCM_ST TIOCNOTTY TIOCNXCL
    TIOCOUTQ TIOCPKT TIOCSCTTY TIOCSERCONFIG TIOCSERGETLSR TIOCSERGETMULTI TIOCSERGSTRUCT TIOCSERGWILD TIOCSERSETMULTI
    TIOCSERSWILD TIOCSETD TIOCSLCKTRMIOS TIOCSPGRP TIOCSSERIAL TIOCSSOFTCAR TIOCSTI TIOCSWINSZ TOSTOP VDISCARD VEOF VEOL
    VEOL2 VERASE VINTR VKILL VLNEXT VMIN VQUIT VREPRINT VSTART VSTOP VSUSP VSWTC VT0 VT1 VTDLY VTIME VWERASE XCASE XTABS
    _POSIX_VDISABLE
    ;
    CDSUSP = 0x19,
    CEOF = 0x4,
    CEOL = 0x0,
    CEOT = 0x4,
    CERASE = 0x7f,
    CFLUSH = 0xf,
    CINTR = 0x3,
    CKILL = 0x15,
    CLNEXT = 0x16,
    CQUIT = 0x1c,
    CRPRNT = 0x12,
    CSTART = 0x11,
    CSTOP = 0x13,
    CSUSP = 0x1a,
    CWERASE = 0x17,
    IOCSIZE_MASK = 0x3fff_0000,
    IOCSIZE_SHIFT = 0x10,
    N_TTY = 0,
    N_SLIP = 1,
    N_MOUSE = 2,
    N_PPP = 3,
    N_STRIP = 4,
    TIOCPKT_DATA = 0x0,
    TIOCPKT_FLUSHREAD = 0x1,
    TIOCPKT_FLUSHWRITE = 0x2,
    TIOCPKT_STOP = 0x4,
    TIOCPKT_START = 0x8,
    TIOCPKT_NOSTOP = 0x10,
    TIOCPKT_DOSTOP = 0x20,
    TIOCSER_TEMT = 0x1,
    VSWTCH = libc::VSWTC as i64,
}

/// Raises `termios.error` for an error number.
#[cold]
fn failed(thread: &mut Thread, errno: i32) -> Raised {
    let text = match StrObject::from_str(thread, &strerror(errno)) {
        Ok(text) => text.value(),
        Err(raised) => return raised,
    };
    thread.raise_with(ERROR.get(), &[Value::small_int(errno.into()), text])
}

/// The control characters as Python has them: bytes, but for two numbers where lines are not edited.
fn characters(thread: &mut Thread, settings: &Settings) -> PyResult<Ref<ListObject>> {
    let list = ListObject::with_capacity(thread, libc::NCCS)?;
    let is_edited = settings.local & libc::ICANON != 0;
    for index in 0..libc::NCCS {
        let character = settings.characters.get(index).copied().unwrap_or(0);
        let item = if !is_edited && (index == libc::VMIN || index == libc::VTIME) {
            Value::small_int(character.into())
        } else {
            BytesObject::new(thread, &[character])?.value()
        };
        list.push(thread, item)?;
    }
    Ok(list)
}

fn set_characters(thread: &mut Thread, settings: &mut Settings, list: Ref<ListObject>) -> PyResult<()> {
    for index in 0..libc::NCCS {
        let Some(item) = list.get(index) else { break };
        let byte = match item.downcast::<BytesObject>() {
            Some(bytes) if bytes.len() == 1 => bytes.data()[0],
            None if int::is_int(item) => protocol::index_i64(thread, item)? as u8,
            _ => {
                return Err(thread.type_error(format_args!(
                    "tcsetattr: elements of attributes must be bytes objects of length 1 or integers"
                )));
            }
        };
        if let Some(place) = settings.characters.get_mut(index) {
            *place = byte;
        }
    }
    Ok(())
}

/// The control flags with a speed, which must be a code of the kernel's.
fn with_speed(control: u32, speed: u32) -> Option<u32> {
    let known = speed & !libc::CBAUD == 0 || (libc::B57600..=libc::B4000000).contains(&speed);
    known.then_some(control & !libc::CBAUD | speed)
}

/// The settings of a terminal.
#[pymodule(name = "termios")]
pub(crate) mod module {
    use super::{CONSTANTS, ERROR, Settings, characters, failed, set_characters, with_speed};
    use crate::os_error::retry;
    use crate::select::descriptor;
    use pyrs_object::list::ListObject;
    use pyrs_object::module::ModuleObject;
    use pyrs_object::tuple::TupleObject;
    use pyrs_object::{PyResult, Ref, Thread, Value, int, protocol};

    fn call(thread: &mut Thread, fd: i32, request: libc::Ioctl, argument: *mut libc::c_void) -> PyResult<()> {
        // SAFETY: the callers' arguments are what the request reads or fills, and live during the call.
        match retry(thread, || unsafe { libc::ioctl(fd, request, argument) })? {
            Ok(_) => Ok(()),
            Err(errno) => Err(failed(thread, errno)),
        }
    }

    fn settings_of(thread: &mut Thread, fd: i32) -> PyResult<Settings> {
        let mut settings = Settings::default();
        call(thread, fd, libc::TCGETS, (&raw mut settings).cast())?;
        Ok(settings)
    }

    /// The settings of a terminal: [iflag, oflag, cflag, lflag, ispeed, ospeed, cc], where cc is a list of bytes.
    #[function]
    fn tcgetattr(thread: &mut Thread, fd: Value) -> PyResult<Ref<ListObject>> {
        let fd = descriptor(thread, fd)?;
        let settings = settings_of(thread, fd)?;
        let characters = characters(thread, &settings)?;
        let speed = settings.control & libc::CBAUD;
        let list = ListObject::with_capacity(thread, 7)?;
        for number in [
            settings.input,
            settings.output,
            settings.control,
            settings.local,
            speed,
            speed,
        ] {
            list.push(thread, Value::small_int(number.into()))?;
        }
        list.push(thread, characters.value())?;
        Ok(list)
    }

    fn flags(thread: &mut Thread, list: Ref<ListObject>, index: usize) -> PyResult<u32> {
        let value = list.get(index).unwrap_or(Value::small_int(0));
        let number = protocol::index(thread, value)?;
        match int::as_i64(number) {
            Some(number) => Ok(number as u32),
            None => Err(thread.overflow_error(format_args!("Python int too large to convert to C long"))),
        }
    }

    /// Set the settings of a terminal, in the form that tcgetattr gives them: at once (TCSANOW), after what is to be
    /// written (TCSADRAIN), or then and without what is to be read (TCSAFLUSH).
    #[function]
    fn tcsetattr(thread: &mut Thread, fd: Value, when: i32, attributes: Value) -> PyResult<()> {
        let fd = descriptor(thread, fd)?;
        let list = attributes.downcast::<ListObject>().filter(|list| list.len() == 7);
        let Some(list) = list else {
            return Err(thread.type_error(format_args!("tcsetattr, arg 3: must be 7 element list")));
        };
        let mut settings = settings_of(thread, fd)?;
        settings.input = flags(thread, list, 0)?;
        settings.output = flags(thread, list, 1)?;
        settings.control = flags(thread, list, 2)?;
        settings.local = flags(thread, list, 3)?;
        let speeds = [flags(thread, list, 4)?, flags(thread, list, 5)?];
        let wanted = libc::NCCS;
        let characters = list
            .get(6)
            .and_then(|list| list.downcast::<ListObject>())
            .filter(|list| list.len() == wanted);
        let Some(characters) = characters else {
            return Err(thread.type_error(format_args!("tcsetattr: attributes[6] must be {wanted} element list")));
        };
        set_characters(thread, &mut settings, characters)?;
        for speed in speeds {
            match with_speed(settings.control, speed) {
                Some(control) => settings.control = control,
                None => return Err(failed(thread, libc::EINVAL)),
            }
        }
        let request = match when {
            libc::TCSANOW => libc::TCSETS,
            libc::TCSADRAIN => libc::TCSETSW,
            libc::TCSAFLUSH => libc::TCSETSF,
            _ => return Err(failed(thread, libc::EINVAL)),
        };
        call(thread, fd, request, (&raw mut settings).cast())
    }

    fn done(thread: &mut Thread, result: Result<i32, i32>) -> PyResult<()> {
        match result {
            Ok(_) => Ok(()),
            Err(errno) => Err(failed(thread, errno)),
        }
    }

    /// Send a break for some time.
    #[function]
    fn tcsendbreak(thread: &mut Thread, fd: Value, duration: i32) -> PyResult<()> {
        let fd = descriptor(thread, fd)?;
        // SAFETY: a plain library call.
        let result = retry(thread, || unsafe { libc::tcsendbreak(fd, duration) })?;
        done(thread, result)
    }

    /// Wait until all that was written has been sent.
    #[function]
    fn tcdrain(thread: &mut Thread, fd: Value) -> PyResult<()> {
        let fd = descriptor(thread, fd)?;
        // SAFETY: a plain library call.
        let result = retry(thread, || unsafe { libc::tcdrain(fd) })?;
        done(thread, result)
    }

    /// Forget what waits: to be read (TCIFLUSH), to be sent (TCOFLUSH), or both.
    #[function]
    fn tcflush(thread: &mut Thread, fd: Value, queue: i32) -> PyResult<()> {
        let fd = descriptor(thread, fd)?;
        // SAFETY: a plain library call.
        let result = retry(thread, || unsafe { libc::tcflush(fd, queue) })?;
        done(thread, result)
    }

    /// Stop or go on with input or output.
    #[function]
    fn tcflow(thread: &mut Thread, fd: Value, action: i32) -> PyResult<()> {
        let fd = descriptor(thread, fd)?;
        // SAFETY: a plain library call.
        let result = retry(thread, || unsafe { libc::tcflow(fd, action) })?;
        done(thread, result)
    }

    fn window(thread: &mut Thread, fd: i32) -> PyResult<libc::winsize> {
        // SAFETY: all zeros are a size.
        let mut size: libc::winsize = unsafe { std::mem::zeroed() };
        call(thread, fd, libc::TIOCGWINSZ, (&raw mut size).cast())?;
        Ok(size)
    }

    /// The size of a terminal's window: rows and columns.
    #[function]
    fn tcgetwinsize(thread: &mut Thread, fd: Value) -> PyResult<Ref<TupleObject>> {
        let fd = descriptor(thread, fd)?;
        let size = window(thread, fd)?;
        TupleObject::from_slice(thread, &[size.ws_row, size.ws_col].map(|n| Value::small_int(n.into())))
    }

    /// Set the size of a terminal's window: rows and columns.
    #[function]
    fn tcsetwinsize(thread: &mut Thread, fd: Value, winsize: Value) -> PyResult<()> {
        let fd = descriptor(thread, fd)?;
        let class = pyrs_object::type_object::class_of(winsize);
        let is_sequence = class.slot(|s| s.getitem).is_some() && class.slot(|s| s.len).is_some();
        if !is_sequence || protocol::len(thread, winsize)? != 2 {
            return Err(thread.type_error(format_args!("tcsetwinsize, arg 2: must be a two-item sequence")));
        }
        let mut numbers = [0u16; 2];
        for (index, place) in numbers.iter_mut().enumerate() {
            let item = protocol::getitem(thread, winsize, Value::small_int(index as i64))?;
            match u16::try_from(protocol::index_clamped(thread, item)?) {
                Ok(number) => *place = number,
                Err(_) => return Err(thread.overflow_error(format_args!("winsize value(s) out of range."))),
            }
        }
        let mut size = window(thread, fd)?;
        [size.ws_row, size.ws_col] = numbers;
        call(thread, fd, libc::TIOCSWINSZ, (&raw mut size).cast())
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let dict = module.dict.get();
        let class = ERROR.create(thread)?;
        dict.set_str(thread, "error", class.value())?;
        for (name, value) in CONSTANTS {
            let value = int::from_i64(thread, *value)?;
            dict.set_str(thread, name, value)?;
        }
        Ok(())
    }
}

pub use module::MODULE;
