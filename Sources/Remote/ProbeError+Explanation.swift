public import Model

extension ProbeError {
    /// What happened and what to do, in words for whoever asked for the import.
    public func explanation(of kind: ImportKind) -> String {
        switch self {
        case .refusedAddress(let hostname, let reason): "\(hostname.withoutUserInformation): \(reason)"
        case .noReadAccess: Self.refusal(by: kind)
        case .noCollaboratorAccess:
            "the access token may not read the collaborators" + (kind == .github ? " (classic: scope read:org)" : "")
        case .sourceError(_, status: 404):
            "the source has no such repository, or the access token may not see it"
        case .sourceError(let body, status: 403): body.isEmpty || kind == .github ? Self.refusal(by: kind) : body
        case .sourceError(_, status: 200..<300): "the source's answer names no repository that can be read"
        case .sourceError(_, let status): "the source answered with HTTP status \(status): try again later"
        case .rateLimited: "the source allows no more requests for now: try again later"
        case .unreachable(let reason): reason
        }
    }

    private static func refusal(by kind: ImportKind) -> String {
        switch kind {
        case .github:
            "GitHub refuses the access token: it may be wrong or expired, or may not read the repository (classic: scope repo)"
        case .bitbucketServer:
            "Bitbucket refuses the user name or the token: one of them may be wrong, the token may have expired, or the account may not read the repository"
        case .bitbucket:
            "Bitbucket refuses the credentials: an API token goes with the e-mail address of the Atlassian account, an app password with the user name; the token may be wrong or expired, or lack a scope (read:repository:bitbucket, read:pullrequest:bitbucket, read:issue:bitbucket, read:wiki:bitbucket)"
        }
    }
}

extension String {
    /// An address without the user name and password that may be inside. A password may have signs in it that end an
    /// authority, so that everything before the last at sign goes.
    public var withoutUserInformation: String {
        guard let end = lastIndex(of: "@") else { return self }
        let scheme = self[..<end].firstRange(of: "//").map { self[..<$0.upperBound] } ?? ""
        return "\(scheme)[redacted]\(self[end...])"
    }
}
