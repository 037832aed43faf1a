//! A server process with its log, in a process group of its own that never outlives it.
//!
//! Restarting one that ended is deliberately absent: that is an error.

use std::fs::File;
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// How long a server may take to listen; everything that it imports may have to be compiled first.
const START_LIMIT: Duration = Duration::from_secs(60);

/// How long it may take to end after SIGTERM.
const END_LIMIT: Duration = Duration::from_secs(40);

const PAUSE: Duration = Duration::from_millis(20);

/// A running server.
pub struct Started {
    child: Child,
    log: PathBuf,
}

impl Started {
    /// Starts it, its outputs going to the file `log`.
    pub fn new(mut command: Command, log: PathBuf) -> Result<Started, String> {
        let complaint = |error: std::io::Error| format!("{}: {error}", log.display());
        let file = File::create(&log).map_err(complaint)?;
        let second = file.try_clone().map_err(complaint)?;
        let child = command
            .stdin(Stdio::null())
            .stdout(file)
            .stderr(second)
            .process_group(0)
            .spawn()
            .map_err(|error| format!("{command:?}: {error}"))?;
        Ok(Started { child, log })
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it wrote.
    pub fn log(&self) -> String {
        String::from_utf8_lossy(&std::fs::read(&self.log).unwrap_or_default()).into_owned()
    }

    /// Waits until it accepts connections, or has said `word` where a word is given.
    pub fn wait_ready(&mut self, port: u16, word: Option<&str>) -> Result<(), String> {
        let start = Instant::now();
        loop {
            let ready = match word {
                Some(word) => self.log().contains(word),
                None => TcpStream::connect(("127.0.0.1", port)).is_ok(),
            };
            if ready {
                return Ok(());
            }
            if let Some(status) = self.child.try_wait().map_err(|error| error.to_string())? {
                return Err(format!("the server ended: {}", words(status)));
            }
            if start.elapsed() > START_LIMIT {
                return Err(format!("the server is not ready after {} s", START_LIMIT.as_secs()));
            }
            std::thread::sleep(PAUSE);
        }
    }

    /// Tells it to end, unless it ended already or was told, waits, and says how it ended.
    pub fn end(&mut self, tell: bool) -> Result<String, String> {
        if let Some(status) = self.child.try_wait().map_err(|error| error.to_string())? {
            return Ok(words(status));
        }
        if tell {
            self.signal(libc::SIGTERM, false);
        }
        let start = Instant::now();
        while start.elapsed() < END_LIMIT {
            if let Some(status) = self.child.try_wait().map_err(|error| error.to_string())? {
                return Ok(words(status));
            }
            std::thread::sleep(PAUSE);
        }
        Ok(format!("no end {} s after SIGTERM", END_LIMIT.as_secs()))
    }

    fn signal(&self, signal: i32, group: bool) {
        let Ok(id) = libc::pid_t::try_from(self.child.id()) else {
            return;
        };
        // SAFETY: kill takes no pointer. The child has not been waited for, or the group is its own and may merely be gone.
        unsafe { libc::kill(if group { -id } else { id }, signal) };
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        self.signal(libc::SIGKILL, true);
        // Reaped, if it was not already; there is nobody to tell of an error.
        let _ = self.child.wait();
    }
}

fn words(status: ExitStatus) -> String {
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("exit status {code}"),
        (None, signal) => format!("killed by signal {}", signal.unwrap_or(0)),
    }
}

/// A port that nobody listens on now.
pub fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).map_err(|error| error.to_string())?;
    Ok(listener.local_addr().map_err(|error| error.to_string())?.port())
}
