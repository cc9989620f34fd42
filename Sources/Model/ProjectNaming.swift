/// What a project may be called (`app/models/project.rb`, `lib/gitlab/regex.rb`, `lib/gitlab/path_regex.rb`).
public enum ProjectNaming {
    /// Everything wrong with a name and a path, in GitLab's words and order, each with the field's name before it.
    public static func problems(name: String, path: String) -> [String] {
        nameProblems(name).map { "Name \($0)" } + pathProblems(path).map { "Path \($0)" }
    }

    /// Wrong with the name, without the field's name.
    public static func nameProblems(_ name: String) -> [String] {
        var problems: [String] = []
        if isBlank(name) { problems.append("can't be blank") }
        if name.unicodeScalars.count > 255 { problems.append("is too long (maximum is 255 characters)") }
        if !isName(name, alsoAllowed: ["+"]) {
            problems.append(
                """
                can contain only letters, digits, emoji, '_', '.', '+', dashes, or spaces. It must start with a letter, \
                digit, emoji, or '_'.
                """)
        }
        return problems
    }

    /// Wrong with the path, without the field's name.
    public static func pathProblems(_ path: String) -> [String] {
        var problems: [String] = []
        if isBlank(path) { problems.append("can't be blank") }
        if !isPath(path) {
            problems.append(
                """
                can contain only letters, digits, '_', '-' and '.'. Cannot start with '-', end in '.git' or end in \
                '.atom'
                """)
        } else if reserved.contains(path.lowercased()) {
            problems.append("\(path) is a reserved name")
        }
        if path.unicodeScalars.count > 255 { problems.append("is too long (maximum is 255 characters)") }
        if !isStrictPath(path) {
            problems.append(
                """
                can only include non-accented letters, digits, '_', '-' and '.'. It must not start with '-', '_', or \
                '.', nor end with '-', '_', '.', '.git', or '.atom'.
                """)
        }
        return problems
    }

    /// Wrong with the description, without the field's name.
    public static func descriptionProblems(_ description: String) -> [String] {
        description.unicodeScalars.count > 2000 ? ["is too long (maximum is 2000 characters)"] : []
    }

    /// Parts of addresses inside a project. Those with a slash cannot be one path and are left out.
    private static let reserved: Set<String> = [
        "-", "badges", "blame", "blob", "builds", "commits", "create", "create_dir", "edit", "files", "find_file",
        "new", "preview", "raw", "refs", "tree", "update", "wikis",
    ]

    private static func isPath(_ path: String) -> Bool {
        guard let first = path.utf8.first, isPathByte(first), first != UInt8(ascii: "-") else { return false }
        return path.utf8.allSatisfy(isPathByte) && !path.hasSuffix(".git") && !path.hasSuffix(".atom")
    }

    /// Letters and digits, with single `.`, `_` or `-` between them.
    private static func isStrictPath(_ path: String) -> Bool {
        var wasAlphanumeric = false
        for byte in path.utf8 {
            if isAlphanumeric(byte) {
                wasAlphanumeric = true
            } else {
                guard wasAlphanumeric, isPathByte(byte) else { return false }
                wasAlphanumeric = false
            }
        }
        return wasAlphanumeric && !path.hasSuffix(".git") && !path.hasSuffix(".atom")
    }
}

func isBlank(_ text: String) -> Bool {
    text.allSatisfy(\.isWhitespace)
}

func isAlphanumeric(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
}

func isPathByte(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
}

/// GitLab's rule for names: a letter, digit, emoji or `_` first; dashes, `.` and blanks, and `alsoAllowed`, after it.
func isName(_ name: String, alsoAllowed: Set<Unicode.Scalar>) -> Bool {
    guard let first = name.unicodeScalars.first, isNameStart(first) else { return false }
    return name.unicodeScalars.dropFirst().allSatisfy { scalar in
        isNameStart(scalar) || scalar.properties.generalCategory == .dashPunctuation || scalar == "." || scalar == " "
            || alsoAllowed.contains(scalar)
    }
}

private func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.generalCategory == .decimalNumber
        || (0xA9...0x1F9FF).contains(scalar.value)
}
