import Hummingbird

extension RESTRoutes {
    /// Pull requests, their reviews and the comments on their changes.
    func addPullRequests(to group: RouterGroup<StandInContext>, _ base: String) {
        group.get("\(base)/pulls") { request, context in try pullRequests(request, answers(request, context)) }
        group.get("\(base)/pulls/comments") { request, context in
            let answers = try answers(request, context)
            let rows = try sorted(request, "reviewComments") { name, sort in
                answers.hosted.order(name) { answers.reviewCommentOrder(sort) }
            }
            return try list(
                request, answers, path: "pulls/comments", count: rows.count,
                depth: server.configuration.pageDepth.comments
            ) { answers.reviewComment(answers.hosted.reviewComments[rows[$0]]) }
        }
        group.get("\(base)/pulls/:number") { request, context in
            let answers = try answers(request, context)
            let issue = try number(context, answers)
            guard let pull = issue.pullRequest else { throw GitHubError.notFound }
            return Response.json(answers.wholePullRequest(issue, pull))
        }
        group.get("\(base)/pulls/:number/reviews") { request, context in
            let answers = try answers(request, context)
            let number = try number(context, answers).number
            let rows = answers.hosted.reviews(of: number)
            return try list(request, answers, path: "pulls/\(number)/reviews", count: rows.count) {
                answers.review(answers.hosted.reviews[rows[$0]])
            }
        }
        group.get("\(base)/pulls/:number/comments") { request, context in
            let answers = try answers(request, context)
            let number = try number(context, answers).number
            let rows = answers.hosted.reviewComments(of: number)
            return try list(request, answers, path: "pulls/\(number)/comments", count: rows.count) {
                answers.reviewComment(answers.hosted.reviewComments[rows[$0]])
            }
        }
    }

    private func pullRequests(_ request: Request, _ answers: Answers) throws -> Response {
        let query = request.uri.queryParameters
        let sort = query["sort"].map { String($0) } ?? "created"
        let state = SampleIssue.State(request, default: .open)
        let order = answers.hosted.order("pulls/\(sort)/\(state?.rawValue ?? "all")") {
            answers.issueOrder(sort, state: state, pullsOnly: true)
        }
        // Newest first, except that an unusual sort goes up unless told otherwise.
        let direction = query["direction"] ?? (sort == "created" ? "desc" : "asc")
        let rows = direction == "desc" ? order.positions.reversed() : order.positions
        return try list(request, answers, path: "pulls", count: rows.count) { row in
            let issue = answers.project.issues[rows[row]]
            return issue.pullRequest.map { answers.pullRequest(issue, $0) } ?? .null
        }
    }
}
