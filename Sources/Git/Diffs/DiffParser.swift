import Model

/// Reads `git diff-tree --raw --patch`: the list of files, an empty line, then a patch for each file in the same order.
///
/// The list is exact about paths and modes, so nothing is taken from the patches' headers.
struct DiffParser: RecordParser {
    private enum Place {
        case list
        case header
        case body
    }

    private let limits: DiffLimits
    private var place = Place.list
    private var files: [FileDiff] = []
    private var current = -1
    private var text: [UInt8] = []
    private var lines = 0
    private var totalBytes = 0
    private var totalLines = 0
    private var overflow = false

    init(limits: DiffLimits) {
        self.limits = limits
    }

    /// The files; call it when the output has ended.
    mutating func result() -> FileDiffs {
        closeFile()
        return FileDiffs(files: files, overflow: overflow)
    }

    mutating func take(_ record: UnsafeRawBufferPointer, truncated: Bool) -> Flow {
        switch place {
        case .list:
            if record.isEmpty { place = .header } else { listFile(String(decoding: record, as: UTF8.self)) }
        case .header, .body:
            if record.starts(with: "diff --git ".utf8) { return openNext() }
            if place == .header, !beginsBody(record) { return .more }
            addLine(record, truncated: truncated)
        }
        return .more
    }

    private mutating func beginsBody(_ record: UnsafeRawBufferPointer) -> Bool {
        let isBinary = record.starts(with: "Binary files ".utf8)
        guard isBinary || record.starts(with: "@@ ".utf8) else { return false }
        place = .body
        if files.indices.contains(current) { files[current].binary = isBinary }
        return true
    }

    private mutating func openNext() -> Flow {
        closeFile()
        current += 1
        place = .header
        // Beyond the last file that is listed nothing is kept, so nothing needs to be read.
        return current < files.count ? .more : .enough
    }

    private mutating func addLine(_ line: UnsafeRawBufferPointer, truncated: Bool) {
        guard files.indices.contains(current) else { return }
        if !files[current].binary {
            if line.first == UInt8(ascii: "+") { files[current].additions += 1 }
            if line.first == UInt8(ascii: "-") { files[current].deletions += 1 }
        }
        guard !files[current].tooLarge, !files[current].collapsed else { return }
        let bytes = text.count + line.count + 1
        if truncated || bytes > limits.bytesPerFile {
            files[current].tooLarge = true
        } else if totalBytes + bytes > limits.bytes || totalLines + lines >= limits.lines {
            files[current].collapsed = true
            overflow = true
        } else {
            text.append(contentsOf: line)
            text.append(UInt8(ascii: "\n"))
            lines += 1
            return
        }
        discardText()
    }

    private mutating func closeFile() {
        guard files.indices.contains(current), !text.isEmpty else { return }
        totalBytes += text.count
        totalLines += lines
        files[current].diff = String(decoding: text, as: UTF8.self)
        discardText()
    }

    private mutating func discardText() {
        text.removeAll(keepingCapacity: true)
        lines = 0
    }

    /// Takes `:100644 100755 <old> <new> R090<tab>old<tab>new`.
    private mutating func listFile(_ line: String) {
        let fields = line.split(separator: "\t")
        let words = (fields.first ?? "").dropFirst().split(separator: " ")
        guard line.hasPrefix(":"), fields.count >= 2, words.count == 5 else { return }
        let old = FileSide(mode: words[0], blob: words[2], path: unquotedPath(fields[1]))
        let new = FileSide(mode: words[1], blob: words[3], path: unquotedPath(fields[fields.count - 1]))
        let status = words[4]
        if status.hasPrefix("T") {
            // git writes a change of type, say file to symbolic link, as a deletion and an addition.
            list(FileDiff(old: old, new: old.absent))
            list(FileDiff(old: new.absent, new: new))
        } else {
            list(FileDiff(old: old, new: new, similarity: status.hasPrefix("R") ? Int(status.dropFirst()) : nil))
        }
    }

    private mutating func list(_ file: FileDiff) {
        if files.count < limits.files { files.append(file) } else { overflow = true }
    }
}

private struct FileSide {
    let mode: String
    let blob: ObjectHash?
    let path: String

    init(mode: Substring, blob: Substring, path: String) {
        let trimmed = mode.drop { $0 == "0" }
        self.mode = trimmed.isEmpty ? "0" : String(mode)
        // A submodule's commit stands where the blob would; an absent side is all zeros.
        self.blob = ObjectHash(blob).flatMap { $0.isZero ? nil : $0 }
        self.path = path
    }

    private init(absentAt path: String) {
        mode = "0"
        blob = nil
        self.path = path
    }

    var absent: FileSide { FileSide(absentAt: path) }
}

extension FileDiff {
    fileprivate init(old: FileSide, new: FileSide, similarity: Int? = nil) {
        self.init(
            oldPath: old.path, newPath: new.path, aMode: old.mode, bMode: new.mode, oldBlob: old.blob,
            newBlob: new.blob, similarity: similarity)
    }
}
