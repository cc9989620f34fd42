import Git
import Model

/// Finds the file that holds a project's licence and tells the best-known ones by their words, for sources that name
/// none. Names and keys are those of choosealicense.com, as in GitHub's and GitLab's answers.
enum LicenseFile {
    /// What a text is called that is a licence and none of those known here.
    static let other = "other"
    static let largestText = 256 * 1024

    static func entry(among entries: [TreeEntry]) -> TreeEntry? {
        let files = entries.filter { $0.kind == .blob && !$0.isSymbolicLink }
        let ranked = files.compactMap { entry in rank(entry.name).map { (rank: $0, entry: entry) } }
        return ranked.min { ($0.rank, $0.entry.name) < ($1.rank, $1.entry.name) }?.entry
    }

    /// Lower is likelier; `nil` for other files.
    private static func rank(_ name: String) -> Int? {
        let parts = name.lowercased().split(separator: ".", maxSplits: 1)
        guard let stem = parts.first, let place = ["license", "licence", "copying", "unlicense"].firstIndex(of: stem)
        else { return nil }
        guard parts.count > 1 else { return place * 2 }
        return ["md", "markdown", "txt", "rst", "html"].contains(parts[1]) ? place * 2 + 1 : nil
    }

    static func key(of text: String) -> String {
        let words = text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return known.first { license in license.marks.allSatisfy { words.contains($0) } }?.key
            ?? known.first { words == $0.key || words.hasPrefix($0.name.lowercased()) }?.key ?? other
    }

    static func name(of key: String) -> String {
        known.first { $0.key == key }?.name ?? "Other"
    }

    private struct Known: Sendable {
        var key: String
        var name: String
        /// What a text of it says, and the texts behind it in the list may say as well.
        var marks: [String]
    }

    private static let known = [
        Known(
            key: "agpl-3.0", name: "GNU Affero General Public License v3.0",
            marks: ["gnu affero general public license", "version 3"]),
        Known(
            key: "lgpl-3.0", name: "GNU Lesser General Public License v3.0",
            marks: ["gnu lesser general public license", "version 3, 29 june 2007"]),
        Known(
            key: "lgpl-2.1", name: "GNU Lesser General Public License v2.1",
            marks: ["gnu lesser general public license", "version 2.1"]),
        Known(
            key: "gpl-3.0", name: "GNU General Public License v3.0",
            marks: ["gnu general public license", "version 3, 29 june 2007"]),
        Known(
            key: "gpl-2.0", name: "GNU General Public License v2.0",
            marks: ["gnu general public license", "version 2, june 1991"]),
        Known(key: "apache-2.0", name: "Apache License 2.0", marks: ["apache license", "version 2.0, january 2004"]),
        Known(key: "mpl-2.0", name: "Mozilla Public License 2.0", marks: ["mozilla public license", "version 2.0"]),
        Known(
            key: "mit", name: "MIT License",
            marks: ["permission is hereby granted, free of charge", "the above copyright notice and this permission"]),
        Known(
            key: "isc", name: "ISC License",
            marks: ["permission to use, copy, modify, and/or distribute this software for any purpose"]),
        Known(
            key: "bsd-3-clause", name: "BSD 3-Clause \"New\" or \"Revised\" License",
            marks: ["redistribution and use in source and binary forms", "neither the name"]),
        Known(
            key: "bsd-2-clause", name: "BSD 2-Clause \"Simplified\" License",
            marks: ["redistribution and use in source and binary forms"]),
        Known(
            key: "unlicense", name: "The Unlicense",
            marks: ["this is free and unencumbered software released into the public domain"]),
        Known(key: "cc0-1.0", name: "Creative Commons Zero v1.0 Universal", marks: ["cc0 1.0 universal"]),
    ]
}
