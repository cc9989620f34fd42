import Foundation

/// Writes a line to standard output at once: what is followed live must not wait in a buffer.
func say(_ text: String = "") {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
}
