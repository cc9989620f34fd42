import Model
public import Remote

/// What an import would find and cost (`POST /import/…/plan`).
struct ImportPlanAnswer: Entity {
    var plan: SourcePlan
    /// Set where the import would land elsewhere than was asked.
    var warning: String?

    func write(_ object: inout JSONObject) {
        let (facts, duration) = (plan.facts, plan.duration)
        object.add("repository") { repository in
            repository.add("id", facts.source.repositoryID)
            repository.add("full_name", facts.source.fullName)
            repository.add("visibility", facts.visibility)
            repository.add("default_branch", facts.defaultBranch)
            repository.add("archived", facts.isArchived)
            repository.add("has_wiki", facts.hasWiki)
            repository.add("size_kib", facts.sizeInKibibytes)
            repository.add("uses_lfs", plan.usesLFS)
        }
        object.add("counts") { counts in
            for kind in ObjectKind.allCases {
                if let count = plan.counts[kind] { counts.add(kind.rawValue, count) }
            }
        }
        object.add("access", plan.access.map(AccessAnswer.init))
        object.add("cost") { cost in
            cost.add("requests", plan.requests)
            cost.add("points", plan.points)
            cost.add("seconds", Int64(duration.seconds.rounded(.up)))
            cost.add("limited_by", duration.limit)
            cost.add("latency_ms", Int64((plan.latency * 1000).rounded()))
            cost.add("by_collection", plan.costs.map(CostAnswer.init))
        }
        object.add("allowance") { allowance in
            allowance.add("requests_an_hour", plan.allowance.requestsAnHour)
            allowance.add("requests_left", plan.allowance.requestsLeft)
            allowance.add("points_an_hour", plan.allowance.pointsAnHour)
            allowance.add("points_left", plan.allowance.pointsLeft)
        }
        object.add("not_brought", plan.leftOut.map(LeftOutAnswer.init))
        if let warning { object.add("import_warning", warning) }
    }
}

private struct AccessAnswer: Entity {
    var access: SourcePlan.Access

    init(_ access: SourcePlan.Access) { self.access = access }

    func write(_ object: inout JSONObject) {
        object.add("what", access.what)
        object.add("visible", access.isVisible)
        object.add("note", access.note)
    }
}

private struct CostAnswer: Entity {
    var cost: SourcePlan.Cost

    init(_ cost: SourcePlan.Cost) { self.cost = cost }

    func write(_ object: inout JSONObject) {
        object.add("what", cost.what)
        object.add("requests", cost.requests)
        object.add("points", cost.points)
        if let note = cost.note { object.add("note", note) }
    }
}

private struct LeftOutAnswer: Entity {
    var leftOut: SourcePlan.LeftOut

    init(_ leftOut: SourcePlan.LeftOut) { self.leftOut = leftOut }

    func write(_ object: inout JSONObject) {
        object.add("what", leftOut.what)
        object.add("count", leftOut.count)
        object.add("reason", leftOut.reason)
    }
}

/// The plan as the API answers it, for others who show it.
public enum PlanJSON {
    public static func text(_ plan: SourcePlan) -> String {
        let writer = JSONWriter()
        ImportPlanAnswer(plan: plan).write(to: writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
