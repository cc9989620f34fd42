import Foundation
import StandIns
import Testing

/// The same for both Bitbuckets, whose credentials are a name and a secret.
@Suite(.timeLimit(.minutes(5))) struct BitbucketSecretTests {
    static let server = BitbucketAccount(
        "canary", user: "canary.name", secret: "p@ss/Canary+Zq\"%41=0123456789",
        token: "BBDC-Canary/7+Zx=0123456789abcdef",
        level: .admin)
    static let revoked = BitbucketAccount(
        "revoked", user: "revoked.name", secret: "p@ss/Revoked+Zq\"%41=0123456789", level: .admin)

    @Test func nothingOfAnImportFromBitbucketServerShowsItsSecrets() async throws {
        var configuration = BitbucketConfiguration()
        configuration.accounts += [Self.server, Self.revoked]
        let (user, token) = (Self.server.user, Self.server.token ?? "")
        let needles =
            Needles("the password", Self.server.secret, users: [user]) + Needles("the token", token, users: [user])
            + Needles("the revoked password", Self.revoked.secret, users: [Self.revoked.user])
            + Needles("the key of the LFS store", "opens-the-store")
        try await withStandInBitbucket(face: .server, configuration: configuration) { source in
            try await withFolder { folder in
                let place = try SecretPlace(folder, needles: needles, own: SecretTests.own)
                let project = source.project
                try await place.serve { server in
                    for (name, user, secret) in [
                        ("password", user, Self.server.secret), ("token", user, token),
                        ("revoked", Self.revoked.user, Self.revoked.secret),
                    ] {
                        if name == "revoked" { source.inject(StandInFault(path: "/activities", kind: .revokeToken)) }
                        let fields = [
                            "bitbucket_server_url": source.url, "bitbucket_server_username": user,
                            "personal_access_token": secret, "bitbucket_server_project": project.key,
                            "bitbucket_server_repo": project.slug, "new_name": name, "target_namespace": "harbour",
                        ]
                        let wanted = name == "revoked" ? "failed" : "finished"
                        try await place.bring("/import/bitbucket_server", fields, on: server, expecting: wanted)
                        let inside = source.url.replacing("://", with: "://\(user):\(secret)@")
                        let refused = try await server.call(
                            "POST", "/import/bitbucket_server",
                            fields.merging(["bitbucket_server_url": inside]) { _, new in new })
                        #expect(refused.status == 400)
                        place.look(at: refused.text, "the answer to an address with a name in it")
                    }
                }
                try await place.expectNothing(sealed: 0)
                #expect(place.watch.gitCount > 0)
            }
        }
    }

    @Test func nothingOfAnImportFromBitbucketCloudShowsItsSecrets() async throws {
        var (account, revoked) = (BitbucketAccount.cloudKeeper, BitbucketAccount.cloudKeeper)
        (account.name, account.user) = ("canary", "canary@harbor.example")
        account.secret = "ATATT3xCanary/7+Zq\"%41=0123456789abcdef"
        (revoked.name, revoked.user) = ("revoked", "revoked@harbor.example")
        revoked.secret = "ATATT3xRevoked/7+Zq\"%41=0123456789abcdef"
        var configuration = BitbucketConfiguration()
        configuration.accounts += [account, revoked]
        let gitUser = "x-bitbucket-api-token-auth"
        let needles =
            Needles("the token", account.secret, users: [account.user, gitUser])
            + Needles("the revoked token", revoked.secret, users: [revoked.user, gitUser])
        try await withStandInBitbucket(face: .cloud, configuration: configuration) { [account, revoked] source in
            try await withFolder { folder in
                let place = try SecretPlace(folder, needles: needles, own: SecretTests.own)
                let project = source.project
                let options = ["--bitbucket-cloud-api", source.url, "--bitbucket-cloud-web", source.webURL]
                try await place.serve(options: options) { server in
                    for (name, account) in [("kept", account), ("revoked", revoked)] {
                        if name == "revoked" {
                            source.inject(StandInFault(path: "/pullrequests", kind: .revokeToken))
                        }
                        let fields = [
                            "bitbucket_email": account.user, "bitbucket_api_token": account.secret,
                            "repo_path": "\(project.workspace)/\(project.slug)", "new_name": name,
                            "target_namespace": "harbour",
                        ]
                        let wanted = name == "revoked" ? "failed" : "finished"
                        try await place.bring("/import/bitbucket", fields, on: server, expecting: wanted)
                    }
                }
                try await place.expectNothing(sealed: 0)
                #expect(place.watch.gitCount > 0)
            }
        }
    }
}

extension SecretPlace {
    /// Imports to the end, and reads what is shown while it runs and after.
    fileprivate func bring(
        _ call: String, _ fields: [String: String], on server: ServerProcess, expecting status: String
    ) async throws {
        let answer = try await server.call("POST", call, fields)
        look(at: answer.text, "the answer of \(call)")
        let project = try server.id(answer)
        look(at: try await server.call("GET", "/projects/\(project)/import").text, "the answer about an import")
        let end = try await server.wait(for: ["finished", "failed"], project: project)
        #expect(end.status == status, "\(end.error ?? "")")
        try await ask(server, about: project)
    }
}
