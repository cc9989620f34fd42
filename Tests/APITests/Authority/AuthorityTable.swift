import Model

/// One line of the table: a route, how it is called here, and what it takes.
struct AuthorityRow: Sendable {
    /// `GET projects/:id`, as it is registered.
    var route: String
    var gate: AuthorityGate
    /// Whom the route lets in at all, as it is registered.
    var access: AuthorityAccess = .everyone
    /// Scopes that do besides `api` and, for reading, `read_api`.
    var scopes: [TokenScope] = []
    /// What whoever is let in is answered.
    var status: [Int] = [200]
    /// Captures and values that differ from those of the world: the capture's name, and the world's name of the value.
    var captures: [String: String] = [:]
    var query = ""
    /// Text or, in braces, the world's value of that name.
    var body: String?
    /// A thing made anew for each call that is let in, because the call takes it away.
    var fresh: AuthorityFresh?
    /// What whoever is not let in is told, where it is not the usual.
    var forbidden: (status: Int, text: String)?
    var hidden: (status: Int, text: String)?

    var method: String { String(route.prefix { $0 != " " }) }
    var path: String { String(route.drop { $0 != " " }.dropFirst()) }

    /// Whether git is asked for the answer.
    var asksGit: Bool {
        let diffs = ["/commits", "/changes", "/diffs", "/versions/:version_id", "merge_requests/:iid"]
        return path.contains("/repository/") || path.contains("/wikis") || path.contains("/raw")
            || path.contains("/releases") || diffs.contains { path.hasSuffix($0) }
    }
}

enum AuthorityAccess: Sendable {
    case everyone, account, administrators
}

/// What a call takes away or needs new.
enum AuthorityFresh: Sendable {
    case project, group, user, token, ownToken, groupToken, member, projectMember, name
}

/// The table of who may call what. It is held against the routes that the server registers: a route without a line
/// here, or a line without a route, fails.
enum AuthorityTable {
    static let rows: [AuthorityRow] =
        accounts + places + imports + issues + mergeRequests + notes + planning + files + repository + snippets
        + sourceUsers + auditEvents

    private static func get(
        _ path: String, _ gate: AuthorityGate, _ access: AuthorityAccess = .everyone, _ status: Int...,
        scopes: [TokenScope] = [], captures: [String: String] = [:], query: String = ""
    ) -> AuthorityRow {
        AuthorityRow(
            route: "GET \(path)", gate: gate, access: access, scopes: scopes, status: status.isEmpty ? [200] : status,
            captures: captures, query: query)
    }

    private static func post(
        _ path: String, _ gate: AuthorityGate, _ status: Int..., access: AuthorityAccess = .account,
        body: String = "{}", captures: [String: String] = [:], fresh: AuthorityFresh? = nil
    ) -> AuthorityRow {
        AuthorityRow(
            route: "POST \(path)", gate: gate, access: access, status: status, captures: captures, body: body,
            fresh: fresh)
    }

    private static let accounts: [AuthorityRow] = [
        get("version", .open, .account, scopes: [.readUser]),
        get("metadata", .open, .account, scopes: [.readUser]),
        get("user", .open, .account, scopes: [.readUser]),
        get("users", .open, .account, scopes: [.readUser]),
        get("users/:id", .open, .account, scopes: [.readUser]),
        post(
            "users", .open, 201, access: .administrators,
            body: #"{"username":"{name}","name":"New","email":"{name}@example.org"}"#, fresh: .name),
        AuthorityRow(route: "DELETE users/:id", gate: .open, access: .administrators, status: [204], fresh: .user),
        get("users/:id/projects", .open),
        get("personal_access_tokens", .open, .account),
        get("personal_access_tokens/self", .open, .account, scopes: TokenScope.allCases),
        AuthorityRow(
            route: "DELETE personal_access_tokens/self", gate: .open, access: .account, scopes: TokenScope.allCases,
            status: [204], fresh: .ownToken),
        get("personal_access_tokens/:id", .administratorOr404, .account, captures: ["id": "token"]),
        AuthorityRow(
            route: "DELETE personal_access_tokens/:id", gate: .administratorOr404, access: .account, status: [204],
            captures: ["id": "token"], fresh: .token),
        post(
            "users/:id/personal_access_tokens", .open, 201, access: .administrators,
            body: #"{"name":"new","scopes":["read_api"]}"#),
    ]

    private static let places: [AuthorityRow] =
        [
            get("namespaces", .open, .account),
            get("namespaces/:id", .group, .account, captures: ["id": "group"]),
            get("namespaces/:id/exists", .open, .account, captures: ["id": "group"]),
            get("groups", .open),
            post("groups", .person, 201, body: #"{"name":"{name}","path":"{name}"}"#, fresh: .name),
            get("groups/:id", .group),
            AuthorityRow(
                route: "PUT groups/:id", gate: .groupRole(.owner), access: .account, body: #"{"description":"d"}"#),
            AuthorityRow(
                route: "DELETE groups/:id", gate: .groupRole(.owner), access: .account, status: [202], fresh: .group),
            get("groups/:id/subgroups", .group), get("groups/:id/descendant_groups", .group),
            get("groups/:id/projects", .group),
            get("groups/:id/access_tokens", .groupRole(.owner), .account),
            get("groups/:id/access_tokens/:token_id", .groupRole(.owner), .account),
            post(
                "groups/:id/access_tokens", .groupOwnerInPerson, 201, body: #"{"name":"new","scopes":["read_api"]}"#),
            AuthorityRow(
                route: "DELETE groups/:id/access_tokens/:token_id", gate: .groupRole(.owner), access: .account,
                status: [204], fresh: .groupToken),
            get("projects", .open), get("projects/:id", .project),
            AuthorityRow(
                route: "PUT projects/:id", gate: .role(.maintainer), access: .account, body: #"{"description":"d"}"#),
            AuthorityRow(
                route: "DELETE projects/:id", gate: .role(.owner), access: .account, status: [202], fresh: .project),
        ] + members("groups", .group, .groupRole(.owner)) + members("projects", .project, .role(.maintainer))

    private static func members(
        _ place: String, _ see: AuthorityGate, _ manage: AuthorityGate
    ) -> [AuthorityRow] {
        let path = "\(place)/:id/members"
        let fresh: AuthorityFresh = place == "groups" ? .member : .projectMember
        return [
            get(path, see), get("\(path)/all", see),
            // In a group whose roles all come from above nobody is a member.
            get("\(path)/:user_id", see, .everyone, 200, 404, captures: ["user_id": "member"]),
            get("\(path)/all/:user_id", see, captures: ["user_id": "member"]),
            post(path, manage, 201, body: #"{"user_id":{new},"access_level":10}"#, fresh: .user),
            AuthorityRow(
                route: "PUT \(path)/:user_id", gate: manage, access: .account, body: #"{"access_level":20}"#,
                fresh: fresh),
            AuthorityRow(
                route: "DELETE \(path)/:user_id", gate: manage, access: .account, status: [204], fresh: fresh),
        ]
    }

    /// Nothing answers at the source: whoever may import learns that, whoever may not does not get so far.
    private static let imports: [AuthorityRow] = {
        let github =
            #"{"personal_access_token":"t","repo_id":1,"target_namespace":"{path}","github_hostname":"{base}"}"#
        let server = #"""
            {"personal_access_token":"t","bitbucket_server_username":"u","bitbucket_server_url":"{base}",\#
            "bitbucket_server_project":"KEY","bitbucket_server_repo":"slug","target_namespace":"{path}"}
            """#
        let cloud =
            #"{"bitbucket_username":"u","bitbucket_app_password":"p","repo_path":"a/b","target_namespace":"{path}"}"#
        var rows: [AuthorityRow] = []
        for look in ["", "/plan"] {
            var row = post("import/github\(look)", .importing, 422, body: github)
            row.forbidden = (422, "You are not allowed to import projects in this namespace.")
            row.hidden = (422, "Namespace or group to import repository into does not exist.")
            rows.append(row)
            for (name, body) in [("bitbucket_server", server), ("bitbucket", cloud)] {
                row = post("import/\(name)\(look)", .importing, 400, 422, body: body)
                row.forbidden = (401, "You don't have permissions to import this project")
                row.hidden = row.forbidden
                rows.append(row)
            }
        }
        // A retry before may have left one that can be canceled.
        var cancel = post("import/github/cancel", .role(.owner), 200, 400, body: #"{"project_id":{project}}"#)
        cancel.forbidden = (403, "Unauthorized access")
        cancel.hidden = (404, "404 Not found")
        var cancelAny = post("projects/:id/import/cancel", .role(.owner), 200, 400)
        cancelAny.forbidden = cancel.forbidden
        return rows + [
            cancel, cancelAny,
            post(
                "import/github/gists", .person, 400, 401, 422,
                body: #"{"personal_access_token":"t","github_hostname":"{base}"}"#),
            get("import/github/gists", .open, .account),
            get("projects/:id/import", .project, .account),
            get("projects/:id/import/report", .role(.maintainer), .account),
            // A project's Maintainer starts nothing in a group where they may not import.
            post("projects/:id/import/retry", .importingAgain, 400, 202, body: #"{"personal_access_token":"t"}"#),
        ]
    }()

    private static let issues: [AuthorityRow] = {
        let path = "projects/:id/issues"
        return [
            get("issues", .open, query: "scope=all"), get("issues/:id", .open, .administrators),
            get("issues_statistics", .open, .account),
            get("groups/:id/issues", .group), get("groups/:id/issues_statistics", .group), get(path, .project),
            get("projects/:id/issues_statistics", .project), get("\(path)/:iid", .project),
            get("\(path)/:iid/participants", .project), get("\(path)/:iid/links", .project, .account),
            get("\(path)/:iid/links/:issue_link_id", .project, .account),
            get("\(path)/:iid/related_merge_requests", .project), get("\(path)/:iid/closed_by", .project),
        ] + events(path, .project)
    }()

    private static let mergeRequests: [AuthorityRow] = {
        let path = "projects/:id/merge_requests"
        let parts = [
            "", "/participants", "/closes_issues", "/related_issues", "/approvals", "/approval_state", "/reviewers",
            "/versions", "/versions/:version_id", "/commits", "/changes", "/diffs",
        ]
        return [
            get("merge_requests", .open, query: "scope=all"), get("groups/:id/merge_requests", .group),
            get(path, .code),
        ]
            + parts.map { get("\(path)/:iid\($0)", .code) } + events(path, .code)
    }()

    private static func events(_ path: String, _ gate: AuthorityGate) -> [AuthorityRow] {
        ["state", "label", "milestone"].flatMap { kind in
            let events = "\(path)/:iid/resource_\(kind)_events"
            return [get(events, gate, .account), get("\(events)/:event_id", gate, .account)]
        }
    }

    private static let notes: [AuthorityRow] = [("issues", AuthorityGate.project), ("merge_requests", .code)]
        .flatMap { kind, gate in
            [
                "/notes", "/notes/:note_id", "/discussions", "/discussions/:discussion_id",
                "/discussions/:discussion_id/notes", "/discussions/:discussion_id/notes/:note_id", "/award_emoji",
                "/award_emoji/:award_id", "/notes/:note_id/award_emoji", "/notes/:note_id/award_emoji/:award_id",
            ].map { get("projects/:id/\(kind)/:iid\($0)", gate) }
        }

    private static let planning: [AuthorityRow] = {
        let release = "projects/:id/releases/:tag_name"
        let milestone = "projects/:id/milestones"
        return [
            get("projects/:id/labels", .project, query: "with_counts=true"), get("projects/:id/labels/:name", .project),
            get("groups/:id/labels", .group), get("groups/:id/milestones", .group), get(milestone, .project),
            get("\(milestone)/:milestone_id", .project), get("\(milestone)/:milestone_id/issues", .project),
            get("\(milestone)/:milestone_id/merge_requests", .code), get("projects/:id/releases", .project),
            get(release, .code), get("projects/:id/releases/permalink/latest", .code),
            get("projects/:id/releases/permalink/latest/downloads/:filepath", .code),
            get("\(release)/assets/links", .code), get("\(release)/assets/links/:link_id", .code),
            get("\(release)/downloads/:filepath", .code), get("projects/:id/protected_branches", .code),
            get("projects/:id/protected_branches/:name", .code),
            get("projects/:id/protected_tags", .role(.maintainer), .account),
            get("projects/:id/protected_tags/:name", .role(.maintainer), .account),
        ]
    }()

    private static let files: [AuthorityRow] = [
        get("projects/:id/uploads", .role(.maintainer), .account),
        get("projects/:id/uploads/:upload_id", .role(.maintainer), .account),
        get("projects/:id/uploads/:upload_id/:filename", .project, captures: ["upload_id": "secret"]),
    ]

    private static let repository: [AuthorityRow] = {
        let path = "projects/:id/repository"
        let archives = ["", ".tar.gz", ".tgz", ".gz", ".tar", ".zip", ".tar.bz2", ".tbz", ".tbz2", ".tb2", ".bz2"]
        let parts = [
            "/branches", "/branches/:branch", "/tags", "/tags/:tag_name", "/commits", "/commits/:sha",
            "/commits/:sha/diff", "/commits/:sha/refs", "/commits/:sha/merge_requests", "/commits/:sha/statuses",
            "/commits/:sha/comments", "/commits/:sha/discussions", "/commits/:sha/discussions/:discussion_id",
            "/commits/:sha/discussions/:discussion_id/notes/:note_id", "/commits/:sha/notes/:note_id/award_emoji",
            "/tree", "/blobs/:sha", "/blobs/:sha/raw", "/contributors",
        ]
        return parts.map { get(path + $0, .code) }
            + archives.map { get("\(path)/archive\($0)", .code, scopes: [.readRepository]) } + [
                get("\(path)/files/:file_path", .code, scopes: [.readRepository], query: "ref=main"),
                get("\(path)/files/:file_path/raw", .code, scopes: [.readRepository], query: "ref=main"),
                get("\(path)/compare", .code, query: "from=main&to=main"),
                get("\(path)/merge_base", .code, query: "refs[]=main&refs[]=v2"),
                get("projects/:id/wikis", .project), get("projects/:id/wikis/:slug", .project),
            ]
    }()

    /// Developers see what they did themselves. Whether the event asked for is one of the place's, is another test's.
    private static let auditEvents: [AuthorityRow] = [
        get("audit_events", .open, .administrators),
        get("audit_events/:id", .open, .administrators, 200, 404, captures: ["id": "1"]),
        get("groups/:id/audit_events", .groupRole(.developer), .account),
        get("groups/:id/audit_events/:audit_event_id", .groupRole(.developer), .account, 200, 404),
        get("projects/:id/audit_events", .role(.developer), .account),
        get("projects/:id/audit_events/:audit_event_id", .role(.developer), .account, 200, 404),
    ]

    private static let snippets: [AuthorityRow] = {
        let path = "snippets/:id"
        return ["snippets", "snippets/public", "snippets/all"].map { get($0, .open, .account) }
            + [
                "", "/raw", "/files/:ref/:file_path/raw", "/notes", "/notes/:note_id", "/discussions",
                "/discussions/:discussion_id",
            ].map { get(path + $0, .snippet) }
    }()

    private static let sourceUsers: [AuthorityRow] = {
        let users = "groups/:id/source_users"
        let reassignments = "groups/:id/placeholder_reassignments"
        let owner = AuthorityGate.groupRole(.owner)
        let decisions = [
            "cancel_reassignment", "keep_as_placeholder", "undo_keep_as_placeholder", "resend_notification", "retry",
            "revoke",
        ]
        let form =
            "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\na,b\n\r\n--xyz--\r\n"
        return [
            get(users, owner, .account), get("\(users)/:source_user_id", owner, .account),
            post("\(users)/:source_user_id/reassign", owner, 201, 422, 403, body: #"{"user_id":1}"#),
            post("\(users)/match", owner, 201, body: #"{"login_pattern":"*"}"#),
            get(reassignments, owner, .account), get("\(reassignments)/uploads", owner, .account),
            get("\(reassignments)/uploads/:upload_id", owner, .account, captures: ["upload_id": "csv"]),
            get("\(reassignments)/uploads/:upload_id/failures", owner, .account, captures: ["upload_id": "csv"]),
            post("\(reassignments)/authorize", owner, 200), post(reassignments, owner, 201, 422, body: form),
            get("user/source_users", .open, .account),
            get("user/source_users/:source_user_id", .nobodysAnswer, .account, 404),
        ]
            + decisions.map { post("\(users)/:source_user_id/\($0)", owner, 201, 422, 403) }
            + [post("\(users)/keep_all_as_placeholder", owner, 201)]
            + ["accept", "reject", "revoke"].map {
                post("user/source_users/:source_user_id/\($0)", .nobodysAnswer, 404)
            }
    }()
}

extension AuthorityGate {
    /// What is for the one person who was asked, and none of these was.
    static let nobodysAnswer = AuthorityGate.open
}
