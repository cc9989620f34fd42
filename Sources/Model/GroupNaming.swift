/// What a group or a person's namespace may be called (`app/models/namespace.rb`, `lib/gitlab/path_regex.rb`).
public enum GroupNaming {
    /// Wrong with a group's name, in GitLab's words.
    public static func nameProblems(_ name: String) -> [String] {
        var problems: [String] = []
        if isBlank(name) { problems.append("can't be blank") }
        if name.unicodeScalars.count > 255 { problems.append("is too long (maximum is 255 characters)") }
        if !isName(name, alsoAllowed: ["(", ")"]) {
            problems.append(
                """
                can contain only letters, digits, emoji, '_', '.', '(', ')', dash, space. It must start with letter, \
                digit, emoji or '_'.
                """)
        }
        return problems
    }

    /// Wrong with a group's path or a username, in GitLab's words.
    ///
    /// - Parameter isTopLevel: whether it stands at the root of all addresses, where more words are reserved.
    public static func pathProblems(_ path: String, isTopLevel: Bool) -> [String] {
        var problems: [String] = []
        if isBlank(path) { problems.append("can't be blank") }
        if path.unicodeScalars.count > 255 { problems.append("is too long (maximum is 255 characters)") }
        if !isPath(path) {
            problems.append(
                """
                can contain only letters, digits, '_', '-' and '.'. Cannot start with '-' or end in '.', '.git' or \
                '.atom'.
                """)
        } else if (isTopLevel ? reservedAtTop : reservedInGroups).contains(path.lowercased()) {
            problems.append("\(path) is a reserved name")
        }
        return problems
    }

    private static func isPath(_ path: String) -> Bool {
        guard let first = path.utf8.first, let last = path.utf8.last else { return false }
        return path.utf8.allSatisfy(isPathByte) && first != UInt8(ascii: "-") && last != UInt8(ascii: ".")
            && !path.hasSuffix(".git") && !path.hasSuffix(".atom")
    }

    private static let reservedAtTop: Set<String> = [
        "-", ".well-known", "404.html", "422.html", "500.html", "502.html", "503.html", "abuse_reports", "admin", "api",
        "apple-touch-icon-precomposed.png", "apple-touch-icon.png", "assets", "autocomplete", "ci", "dashboard",
        "deploy.html", "explore", "favicon.ico", "favicon.png", "files", "groups", "health_check", "help", "import",
        "invites", "jwt", "login", "notification_settings", "oauth", "profile", "projects", "public", "robots.txt",
        "s", "search", "sent_notifications", "sitemap", "sitemap.xml", "sitemap.xml.gz", "slash-command-logo.png",
        "snippets", "unsubscribes", "uploads", "user", "users", "v2",
    ]

    /// Parts of a group's own addresses.
    private static let reservedInGroups: Set<String> = ["-"]
}
