import Git

/// What changed in one file (GitLab's `Diff`).
struct DiffAnswer: Entity {
    var file: FileDiff
    /// With the `---` and `+++` lines of a unified diff.
    var isUnidiff = false

    func write(_ object: inout JSONObject) {
        object.add("diff", isUnidiff ? unidiff : file.diff)
        object.add("collapsed", file.collapsed)
        object.add("too_large", file.tooLarge)
        object.add("new_path", file.newPath)
        object.add("old_path", file.oldPath)
        object.add("a_mode", file.aMode)
        object.add("b_mode", file.bMode)
        object.add("new_file", file.newFile)
        object.add("renamed_file", file.renamedFile)
        object.add("deleted_file", file.deletedFile)
        object.add("generated_file", file.generated)
    }

    private var unidiff: String {
        guard !file.diff.isEmpty, !file.binary else { return file.diff }
        let old = file.newFile ? "/dev/null" : "a/\(file.oldPath)"
        let new = file.deletedFile ? "/dev/null" : "b/\(file.newPath)"
        return "--- \(old)\n+++ \(new)\n\(file.diff)"
    }
}
