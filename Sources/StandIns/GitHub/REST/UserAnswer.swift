extension Answers {
    /// An author or actor. GitHub writes `ghost` for a deleted one.
    func user(_ login: String?) -> JSONValue {
        user(login.flatMap { hosted.user($0) } ?? .ghost)
    }

    /// An author where GitHub writes null for a deleted one: reviews and their comments.
    func userOrNull(_ login: String?) -> JSONValue {
        login.flatMap { hosted.user($0) }.map { user($0) } ?? .null
    }

    func users(_ logins: [String]) -> JSONValue {
        .array(logins.map { user($0) })
    }

    func user(_ user: SampleUser) -> JSONValue {
        Self.user(user, addresses)
    }

    /// The short form that stands in other objects.
    static func user(_ user: SampleUser, _ addresses: Addresses) -> JSONValue {
        let url = "\(addresses.api)/users/\(user.login.replacing("[", with: "%5B").replacing("]", with: "%5D"))"
        let kind: SampleUser.Kind = user.kind == .mannequin ? .user : user.kind
        return [
            "login": .string(user.login), "id": .int(user.id), "node_id": .string(user.nodeID),
            "avatar_url": "\(addresses.web)/avatars/u/\(user.id)?v=4", "gravatar_id": "", "url": .string(url),
            "html_url": "\(addresses.web)/\(user.graphQLLogin)", "followers_url": "\(url)/followers",
            "following_url": "\(url)/following{/other_user}", "gists_url": "\(url)/gists{/gist_id}",
            "starred_url": "\(url)/starred{/owner}{/repo}", "subscriptions_url": "\(url)/subscriptions",
            "organizations_url": "\(url)/orgs", "repos_url": "\(url)/repos", "events_url": "\(url)/events{/privacy}",
            "received_events_url": "\(url)/received_events", "type": .string(kind.rawValue), "user_view_type": "public",
            "site_admin": false,
        ]
    }

    /// The long form of `/users/:login` and `/user`.
    static func profile(_ user: SampleUser, _ addresses: Addresses) -> JSONValue {
        Self.user(user, addresses).adding([
            "name": JSONValue(user.name), "company": nil, "blog": "", "location": nil, "email": JSONValue(user.email),
            "hireable": nil, "bio": nil, "twitter_username": nil, "public_repos": 1, "public_gists": 0, "followers": 2,
            "following": 3, "created_at": "2019-04-01T08:00:00Z", "updated_at": "2024-01-01T08:00:00Z",
        ])
    }

    /// An entry of the collaborators' list.
    func collaborator(_ user: SampleUser) -> JSONValue {
        return self.user(user).adding([
            "permissions": permissions(user.role),
            "role_name": JSONValue(project.settings.customRoles[user.login] ?? user.role?.rawValue),
        ])
    }
}
