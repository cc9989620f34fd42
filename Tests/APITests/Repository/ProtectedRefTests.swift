import Model
import Store
import Testing

@Suite struct ProtectedRefTests {
    /// A project whose `main` and `feature/*` are protected, and its version tags.
    private static func with(_ test: @Sendable (RepositoryServer) async throws -> Void) async throws {
        try await withHistory { server in
            let project = ProjectID(server.project)
            try await server.api.store.write { connection in
                for draft in [
                    ProtectedBranchDraft(
                        name: "main", pushLevel: .noOne, mergeLevel: .developer, allowsForcePush: false,
                        requiresCodeOwnerApproval: true, requiresResolvedDiscussions: false, sourceURL: nil),
                    ProtectedBranchDraft(
                        name: "feature/*", pushLevel: .developer, mergeLevel: .maintainer, allowsForcePush: true,
                        requiresCodeOwnerApproval: false, requiresResolvedDiscussions: false, sourceURL: nil),
                ] { try ProtectedBranches.upsert(draft, project: project, in: connection) }
                try ProtectedTags.upsert(
                    ProtectedTagDraft(name: "v1.1*", createLevel: .maintainer, sourceURL: nil), project: project,
                    in: connection)
            }
            try await test(server)
        }
    }

    @Test func protectedBranchesAreForWhoeverReadsTheCode() async throws {
        try await Self.with { server in
            let all = try await server.get("/protected_branches")
            #expect(texts(all, "name") == ["feature/*", "main"] && all.headers["x-total"] == "2")
            let main = all.list[1]
            #expect(
                main.keys == [
                    "id", "name", "push_access_levels", "merge_access_levels", "allow_force_push",
                    "code_owner_approval_required",
                ])
            let push = main["push_access_levels"]?.list.first
            #expect(push?.keys == ["id", "access_level", "access_level_description", "deploy_key_id"])
            #expect(push?["access_level"]?.number == 0 && push?["access_level_description"]?.text == "No one")
            let merge = main["merge_access_levels"]?.list.first
            #expect(merge?.keys == ["id", "access_level", "access_level_description"])
            #expect(merge?["access_level_description"]?.text == "Developers + Maintainers")
            #expect(main["code_owner_approval_required"]?.bool == true && main["allow_force_push"]?.bool == false)
            #expect(texts(try await server.get("/protected_branches?search=FEAT"), "name") == ["feature/*"])
            let one = try await server.get("/protected_branches/feature%2F*").object
            #expect(one["name"]?.text == "feature/*" && one["allow_force_push"]?.bool == true)
            #expect(try await server.get("/protected_branches/feature%2Fengine").message == "404 Not found")
        }
    }

    @Test func protectedTagsAreForMaintainers() async throws {
        try await Self.with { server in
            let path = "/projects/\(server.project)/protected_tags"
            let all = try await server.api.get(path)
            #expect(texts(all, "name") == ["v1.1*"])
            let level = all.list.first?["create_access_levels"]?.list.first
            #expect(level?["access_level"]?.number == 40 && level?["access_level_description"]?.text == "Maintainers")
            #expect(try await server.api.get("\(path)/v1.1*").object["name"]?.text == "v1.1*")
            #expect(try await server.api.get("\(path)/v2").status == 404)
            let developer = try await server.api.person("dev")
            try await server.api.join("/projects/\(server.project)", developer, as: .developer)
            #expect(try await server.api.get(path, token: developer.token).status == 403)
            #expect(try await server.api.get(path, token: nil).status == 401)
        }
    }

    @Test func branchesAndTagsSayWhetherAndHowTheyAreProtected() async throws {
        try await Self.with { server in
            let developer = try await server.api.person("dev")
            try await server.api.join("/projects/\(server.project)", developer, as: .developer)
            let path = "/projects/\(server.project)/repository"
            let keys = ["protected", "developers_can_push", "developers_can_merge", "can_push"]
            let branches = try await server.api.get("\(path)/branches", token: developer.token).list
            #expect(
                branches.map { branch in keys.map { branch[$0]?.bool } }
                    == [[true, true, false, true], [true, false, true, false], [false, false, false, true]])
            let strange = try await server.get("/repository/branches").list
            #expect(strange.map { $0["can_push"]?.bool } == [false, false, false])
            let tags = try await server.get("/repository/tags?order_by=version&sort=asc").list
            #expect(tags.map { $0["protected"]?.bool } == [false, true])
            #expect(try await server.get("/repository/tags/v1.10").object["protected"]?.bool == true)
            #expect(try await server.get("/repository/branches/main").object["protected"]?.bool == true)
        }
    }

    @Test func aProjectSaysHowItMergesAndItsLicenceWhenAsked() async throws {
        try await Self.with { server in
            let project = ProjectID(server.project)
            try await server.api.store.write { connection in
                try Projects.setMerging(
                    .fastForward, squash: .always, removesSourceBranch: true,
                    license: ProjectSettings.License(key: "mit", name: "MIT License", path: "LICENSE.md"),
                    project: project, in: connection)
                try Projects.requireResolvedDiscussions(project, in: connection)
                guard var row = try Projects.find(project, in: connection) else { return }
                row.defaultBranch = "main"
                try Projects.update(row, in: connection)
            }
            let path = "/projects/\(server.project)"
            let plain = try await server.api.get(path).object
            #expect(plain["merge_method"]?.text == "ff" && plain["squash_option"]?.text == "always")
            #expect(plain["remove_source_branch_after_merge"]?.bool == true)
            #expect(plain["only_allow_merge_if_all_discussions_are_resolved"]?.bool == true)
            #expect(plain["license"] == nil && plain["license_url"] == nil)
            for token in [nil, APIServer.rootToken] {
                let asked = try await server.api.get("\(path)?license=true", token: token).object
                #expect(asked["license_url"]?.text?.hasSuffix("/space/lander/-/blob/main/LICENSE.md") == true)
                #expect(asked["license"]?["key"]?.text == "mit" && asked["license"]?["nickname"] == .null)
            }
        }
    }
}
