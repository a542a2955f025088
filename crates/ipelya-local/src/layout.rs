//! Where things are: the repository, and below its `.local/` one directory per instance of the stack.

use crate::{Error, Result};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// The repository and the directories the stack keeps in it.
#[derive(Debug, Clone)]
pub struct Layout {
    root: PathBuf,
}

impl Layout {
    /// Finds the repository above the current directory, or above the crate being run by cargo.
    pub fn find() -> Result<Self> {
        let here = std::env::current_dir().map_err(Error::io("current directory"))?;
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        [Some(here.clone()), manifest]
            .into_iter()
            .flatten()
            .find_map(|start| root_above(&start))
            .map(|root| Self { root })
            .ok_or(Error::NotInRepository { from: here })
    }

    /// The repository's root.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// `.local/`, the only directory the stack writes to.
    pub fn local(&self) -> PathBuf {
        self.root.join(".local")
    }

    /// Where downloaded and built tools live.
    pub fn tools(&self) -> PathBuf {
        self.local().join("tools")
    }

    /// The committed pins of those tools.
    pub fn tool_pins(&self) -> PathBuf {
        self.root.join("crates/ipelya-local/tools")
    }

    /// What a Supabase project already has before our first migration.
    pub fn baseline_sql(&self) -> PathBuf {
        self.root.join("crates/ipelya-local/sql/supabase_baseline.sql")
    }

    /// The demo in the browser.
    pub fn demo(&self) -> PathBuf {
        self.root.join("demo")
    }

    /// The worker of support calls.
    pub fn agent(&self) -> PathBuf {
        self.root.join("agents/support")
    }

    /// The demo users and sessions.
    pub fn demo_sql(&self) -> PathBuf {
        self.root.join("crates/ipelya-local/sql/demo.sql")
    }

    /// The migrations, in the order they are applied.
    pub fn migrations(&self) -> Result<Vec<PathBuf>> {
        let dir = self.root.join("migrations");
        let entries = fs::read_dir(&dir).map_err(Error::io(format!("reading {}", dir.display())))?;
        let mut files: Vec<PathBuf> = entries
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| path.extension().is_some_and(|ext| ext == "sql"))
            .collect();
        files.sort();
        Ok(files)
    }

    /// The environment file of the development stack.
    pub fn dev_env(&self) -> PathBuf {
        self.local().join("dev.env")
    }

    /// The instance called `name`, its directories made.
    pub fn instance(&self, name: &'static str) -> Result<Instance> {
        let dir = self.local().join(name);
        for sub in ["run", "logs"] {
            let path = dir.join(sub);
            fs::create_dir_all(&path).map_err(Error::io(format!("creating {}", path.display())))?;
        }
        Ok(Instance { name, dir })
    }
}

fn root_above(start: &Path) -> Option<PathBuf> {
    start
        .ancestors()
        .find(|dir| dir.join("Cargo.toml").is_file() && dir.join("crates/ipelya-local").is_dir())
        .map(Path::to_path_buf)
}

/// One running copy of the stack: its data, logs and process records.
#[derive(Debug, Clone)]
pub struct Instance {
    name: &'static str,
    dir: PathBuf,
}

impl Instance {
    /// `dev`, `test` or `e2e`.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Postgres's data directory.
    pub fn pgdata(&self) -> PathBuf {
        self.dir.join("pgdata")
    }

    /// The files of its storage.
    pub fn files(&self) -> PathBuf {
        self.dir.join("storage")
    }

    /// The data of its `MinIO`.
    pub fn recordings(&self) -> PathBuf {
        self.dir.join("recordings")
    }

    /// Forgets its database and its files, so that the next start makes them anew.
    pub fn forget(&self) -> Result<()> {
        for data in [self.pgdata(), self.files(), self.recordings()].iter().filter(|data| data.exists()) {
            fs::remove_dir_all(data).map_err(Error::io(format!("removing {}", data.display())))?;
        }
        Ok(())
    }

    /// One record per running process, and the lock of the supervisor.
    pub fn run(&self) -> PathBuf {
        self.dir.join("run")
    }

    /// The log file of one component.
    pub fn log(&self, component: &str) -> PathBuf {
        self.dir.join("logs").join(format!("{component}.log"))
    }

    /// A file of the instance itself.
    pub fn file(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// Takes the instance for this process until the returned file is dropped; the kernel releases
    /// it even when the process is killed.
    pub fn lock(&self) -> Result<File> {
        let path = self.run().join("lock");
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(Error::io(format!("opening {}", path.display())))?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(fs::TryLockError::WouldBlock) => Err(Error::AlreadyRunning(self.name)),
            Err(fs::TryLockError::Error(source)) => {
                Err(Error::Io { what: format!("locking {}", path.display()), source })
            }
        }
    }

    /// Whether a supervisor holds the instance.
    pub fn is_running(&self) -> bool {
        matches!(self.lock(), Err(Error::AlreadyRunning(_)))
    }
}

/// Writes a file whole or not at all, so that a reader never sees half of it.
pub fn write_atomically(path: &Path, content: impl AsRef<[u8]>) -> Result<()> {
    let temporary = path.with_extension(format!("{}.tmp", std::process::id()));
    fs::write(&temporary, content)
        .and_then(|()| fs::rename(&temporary, path))
        .map_err(Error::io(format!("writing {}", path.display())))
}
