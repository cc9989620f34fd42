extension GraphQLSchema {
    /// Branch protection, which only administrators see, and rulesets, whose exceptions only they see.
    mutating func addProtection() {
        type("Repository", of: Item<SampleRepository>.self) { type in
            type.field("viewerCanAdminister", type: nil) { _, _, context in .value(.bool(context.token.canPush)) }
            type.connection("branchProtectionRules", of: "BranchProtectionRule") { item, _, context in
                GraphQLItems(
                    "BranchProtectionRule",
                    context.token.canPush ? item.project.allBranchRules.map { item.with($0) } : [])
            }
            type.connection("rulesets", of: "RepositoryRuleset", arguments: ["includeParents", "targets"]) {
                item, _, _ in
                GraphQLItems("RepositoryRuleset", item.project.settings.rulesets.map { item.with($0) })
            }
        }
        addBranchRule()
        addRuleset()
        addRuleParameters()
        for name in ["PushAllowanceActor", "BranchActorAllowanceActor"] { abstract(name, ["User", "Team", "App"]) }
        abstract("RuleSource", ["Repository", "Organization"])
    }

    private mutating func addBranchRule() {
        type("BranchProtectionRule", of: Item<SampleBranchRule>.self) { type in
            type.scalar("id") { $0.node(.rule, $0.value.id) }
            type.scalar("databaseId") { .int($0.value.id) }
            type.scalar("pattern") { .string($0.value.pattern) }
            type.scalar("requiresApprovingReviews") { .bool($0.value.requiredReviews != nil) }
            type.scalar("requiredApprovingReviewCount") { JSONValue($0.value.requiredReviews) }
            type.scalar("requiresCodeOwnerReviews") { .bool($0.value.requiresCodeOwners) }
            type.scalar("requiresStatusChecks") { .bool(!$0.value.statusChecks.isEmpty) }
            type.scalar("requiresStrictStatusChecks") { .bool(!$0.value.statusChecks.isEmpty) }
            type.scalar("requiredStatusCheckContexts") { JSONValue($0.value.statusChecks) }
            type.scalar("requiresConversationResolution") { .bool($0.value.requiresThreads) }
            type.scalar("requiresCommitSignatures") { .bool($0.value.requiresSignatures) }
            type.scalar("requiresLinearHistory") { .bool($0.value.requiresLinearHistory) }
            type.scalar("isAdminEnforced") { .bool($0.value.isAdminEnforced) }
            type.scalar("allowsForcePushes") { .bool($0.value.allowsForcePushes) }
            type.scalar("lockBranch") { .bool($0.value.isLocked) }
            type.scalar("restrictsPushes") { .bool($0.value.pushers != nil) }
            type.constants([
                "allowsDeletions": false, "blocksCreations": false, "dismissesStaleReviews": false,
                "restrictsReviewDismissals": false, "requireLastPushApproval": false, "requiresDeployments": false,
                "requiredDeploymentEnvironments": [], "lockAllowsFetchAndMerge": false,
            ])
            Self.addAllowances(to: &type)
        }
        type("PushAllowance", of: Item<String>.self) { type in
            type.object("actor", "PushAllowanceActor") { $0.actor($0.value) }
        }
        type("BypassPullRequestAllowance", of: QuerySubject.self) { type in
            type.absent(["actor": "BranchActorAllowanceActor"])
        }
    }

    private static func addAllowances(to type: inout GraphQLTypeBuilder<Item<SampleBranchRule>>) {
        type.connection("matchingRefs", of: "Ref") { item, _, _ in
            GraphQLItems(
                "Ref",
                item.project.history.refs.filter { $0.name == "refs/heads/\(item.value.pattern)" }
                    .map { item.with($0) })
        }
        type.connection("pushAllowances", of: "PushAllowance") { item, _, _ in
            GraphQLItems("PushAllowance", (item.value.pushers ?? []).map { item.with($0) })
        }
        type.empty(["bypassPullRequestAllowances": "BypassPullRequestAllowance"])
    }

    private mutating func addRuleset() {
        type("RepositoryRuleset", of: Item<SampleRuleset>.self) { type in
            type.scalar("id") { $0.node(.rule, $0.value.id) }
            type.scalar("databaseId") { .int($0.value.id) }
            type.scalar("name") { .string($0.value.name) }
            type.scalar("target") { .string($0.value.target) }
            type.scalar("enforcement") { .string($0.value.enforcement) }
            type.object("source", "RuleSource") { item in
                item.value.isOfOrganization
                    ? item.actor(item.project.repository.owner)
                    : .object("Repository", item.with(item.project.repository))
            }
            type.object("conditions", "RepositoryRuleConditions") { .object("RepositoryRuleConditions", $0) }
            type.connection("rules", of: "RepositoryRule", arguments: ["type"]) { item, _, _ in
                GraphQLItems("RepositoryRule", item.value.rules.map { item.with($0) })
            }
            type.connection("bypassActors", of: "RepositoryRulesetBypassActor") { item, _, context in
                GraphQLItems(count: context.token.canPush ? item.value.bypassActors : 0) { _ in .null }
            }
        }
        type("RepositoryRuleConditions", of: Item<SampleRuleset>.self) { type in
            type.object("refName", "RefNameConditionTarget") { item in
                item.value.target == "PUSH" ? .null : .object("RefNameConditionTarget", item)
            }
        }
        type("RefNameConditionTarget", of: Item<SampleRuleset>.self) { type in
            type.scalar("include") { JSONValue($0.value.include) }
            type.scalar("exclude") { JSONValue($0.value.exclude) }
        }
        type("RepositoryRulesetBypassActor", of: QuerySubject.self) { $0.constants(["id": nil]) }
    }

    private mutating func addRuleParameters() {
        type("RepositoryRule", of: Item<String>.self) { type in
            type.scalar("type") { .string($0.value) }
            type.object("parameters", "RuleParameters") { item in
                switch item.value {
                case "PULL_REQUEST": .object("PullRequestParameters", item)
                case "REQUIRED_STATUS_CHECKS": .object("RequiredStatusChecksParameters", item)
                default: .null
                }
            }
        }
        type("PullRequestParameters", of: Item<String>.self) { type in
            type.constants([
                "requiredApprovingReviewCount": 1, "dismissStaleReviewsOnPush": false,
                "requireCodeOwnerReview": false, "requireLastPushApproval": false,
                "requiredReviewThreadResolution": false,
            ])
        }
        type("RequiredStatusChecksParameters", of: Item<String>.self) { type in
            type.constants(["strictRequiredStatusChecksPolicy": false])
            type.object("requiredStatusChecks", "StatusCheckConfiguration") { item in
                .list([.object("StatusCheckConfiguration", item)])
            }
        }
        type("StatusCheckConfiguration", of: Item<String>.self) { $0.constants(["context": "build"]) }
        type("RequiredDeploymentsParameters", of: Item<String>.self) { type in
            type.constants(["requiredDeploymentEnvironments": []])
        }
        abstract(
            "RuleParameters",
            ["PullRequestParameters", "RequiredStatusChecksParameters", "RequiredDeploymentsParameters"])
    }
}
