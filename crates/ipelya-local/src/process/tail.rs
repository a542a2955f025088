//! Reading log files while they are written. Components write straight to their files, so none of
//! them depends on our reading along.

use crate::say::say;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncSeekExt, SeekFrom};

/// The last `count` lines of a file, empty when it cannot be read.
pub fn last_lines(path: &Path, count: usize) -> String {
    let text = fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines.get(lines.len().saturating_sub(count)..).unwrap_or_default().join("\n")
}

/// Prints what is appended to `path` with the component's name in front, until dropped.
pub async fn echo(name: String, path: PathBuf) {
    let mut position = 0;
    let mut partial = Vec::new();
    loop {
        // A component that was started again begins its log anew.
        if tokio::fs::metadata(&path).await.is_ok_and(|file| file.len() < position) {
            position = 0;
            partial.clear();
        }
        if let Ok(bytes) = read_from(&path, position).await {
            position += bytes.len() as u64;
            partial.extend(bytes);
            while let Some(end) = partial.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = partial.drain(..=end).collect();
                say(format!("{name:<9} │ {}", String::from_utf8_lossy(&line).trim_end()));
            }
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn read_from(path: &Path, position: u64) -> std::io::Result<Vec<u8>> {
    let mut file = tokio::fs::File::open(path).await?;
    file.seek(SeekFrom::Start(position)).await?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).await?;
    Ok(bytes)
}
