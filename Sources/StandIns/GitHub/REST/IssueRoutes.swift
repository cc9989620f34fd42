import Foundation
import Hummingbird

extension RESTRoutes {
    /// Issues and the comments in conversations.
    func addIssues(to group: RouterGroup<StandInContext>, _ base: String) {
        group.get("\(base)/issues") { request, context in try issues(request, answers(request, context)) }
        group.get("\(base)/issues/comments") { request, context in
            let answers = try answers(request, context)
            let rows = try sorted(request, "comments") { name, sort in
                answers.hosted.order(name) { answers.commentOrder(sort) }
            }
            return try list(
                request, answers, path: "issues/comments", count: rows.count,
                depth: server.configuration.pageDepth.comments
            ) { answers.comment(answers.project.comments[rows[$0]]) }
        }
        group.get("\(base)/issues/comments/:comment") { request, context in
            let answers = try answers(request, context)
            let id = context.parameters.get("comment", as: Int.self) ?? 0
            guard let position = HostedProject.position(of: id, in: answers.project.comments, id: \.id) else {
                throw GitHubError.notFound
            }
            return Response.json(answers.comment(answers.project.comments[position]))
        }
        group.get("\(base)/issues/:number") { request, context in
            let answers = try answers(request, context)
            return Response.json(answers.issue(try number(context, answers)))
        }
        group.get("\(base)/issues/:number/comments") { request, context in
            let answers = try answers(request, context)
            let issue = try number(context, answers)
            let rows = answers.hosted.comments(on: issue.number)
            return try list(request, answers, path: "issues/\(issue.number)/comments", count: rows.count) {
                answers.comment(answers.project.comments[rows[$0]])
            }
        }
    }

    /// The issue or pull request named in the path.
    func number(_ context: StandInContext, _ answers: Answers) throws -> SampleIssue {
        guard let number = context.parameters.get("number", as: Int.self), let issue = answers.project.issue(number)
        else {
            throw GitHubError.notFound
        }
        return issue
    }

    /// The issues list, pull requests included. Its next page is found by a cursor, so `page` may not go far.
    private func issues(_ request: Request, _ answers: Answers) throws -> Response {
        guard answers.project.repository.hasIssues else { throw GitHubError.issuesDisabled }
        let query = request.uri.queryParameters
        let sort = query["sort"].map { String($0) } ?? "created"
        let state = SampleIssue.State(request, default: .open)
        let name = "issues/\(sort)/\(state?.rawValue ?? "all")"
        let order = answers.hosted.order(name) { answers.issueOrder(sort, state: state) }
        let descending = query["direction"] != "asc"
        let rows = IssueRows(order: order, isDescending: descending, since: try since(request), answers: answers)
        let page = RESTPage(request)
        let range: Range<Int>
        if let cursor = page.after.flatMap({ IssueCursor($0) }) {
            let start = rows.first(behind: cursor)
            range = start..<min(start + page.perPage, rows.count)
        } else {
            range = try page.rows(of: rows.count, depth: server.configuration.pageDepth.issues)
        }
        let address = "\(addresses(request).api)/repositories/\(answers.project.repository.id)/issues"
        let next = range.upperBound < rows.count && !range.isEmpty ? rows.cursor(at: range.upperBound - 1) : nil
        let link = page.link(request, address: address, next: next?.text)
        return tagged(.array(range.map { answers.issue(answers.project.issues[rows.position($0)]) }), link: link)
    }

    /// The moment in `since`; nil without one.
    func since(_ request: Request) throws -> Date? {
        guard let text = request.uri.queryParameters["since"] else { return nil }
        guard let date = Date.timestamp(String(text)) else {
            throw GitHubError(status: .unprocessableContent, message: "Invalid request. \"since\" is not a timestamp.")
        }
        return date
    }

    /// Positions of comments in the order and from the moment asked for.
    func sorted(_ request: Request, _ kind: String, order: (String, String) -> ListOrder) throws -> [Int] {
        let query = request.uri.queryParameters
        let sort = query["sort"].map { String($0) } ?? "created"
        let sorted = order("\(kind)/\(sort)", sort)
        var rows = sorted.positions[...]
        if let since = try since(request)?.timeIntervalSince1970 {
            let updated = order("\(kind)/updated", "updated")
            let kept = updated.positions[updated.count(before: since)...]
            let wanted = Set(kept)
            rows = sort == "updated" ? kept : rows.filter { wanted.contains($0) }[...]
        }
        // GitHub ignores the direction without a sort.
        return query["sort"] != nil && query["direction"] != "asc" ? rows.reversed() : Array(rows)
    }
}

/// The rows of the issues list in the order asked for.
private struct IssueRows {
    let ascending: [Int]
    let isDescending: Bool
    let answers: Answers
    private let times: [Double]

    init(order: ListOrder, isDescending: Bool, since: Date?, answers: Answers) {
        self.isDescending = isDescending
        self.answers = answers
        guard let since else {
            (ascending, times) = (order.positions, order.times)
            return
        }
        let kept = order.positions.indices.filter { answers.project.issues[order.positions[$0]].updatedAt >= since }
        ascending = kept.map { order.positions[$0] }
        times = kept.map { order.times[$0] }
    }

    var count: Int { ascending.count }

    func position(_ row: Int) -> Int { ascending[place(row)] }

    func cursor(at row: Int) -> IssueCursor {
        IssueCursor(time: times[place(row)], number: answers.project.issues[position(row)].number)
    }

    /// The first row behind a cursor, whether or not the cursor's own row is still there.
    func first(behind cursor: IssueCursor) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            let here = (times[place(middle)], answers.project.issues[position(middle)].number)
            let isBehind = isDescending ? here < (cursor.time, cursor.number) : here > (cursor.time, cursor.number)
            if isBehind { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private func place(_ row: Int) -> Int { isDescending ? ascending.count - 1 - row : row }
}
