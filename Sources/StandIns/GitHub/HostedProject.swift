import Synchronization

/// A project as the stand-in serves it: what it consists of, its git content, and the orders in which it is listed.
/// A change of the project makes a new one.
final class HostedProject: Sendable {
    let project: SampleProject
    let content: ProjectContent
    /// What anybody but the author of a pending review sees.
    let reviews: SampleList<SampleReview>
    let reviewComments: SampleList<SampleReviewComment>
    private let people: [String: SampleUser]
    private let orders = Mutex<[String: ListOrder]>([:])
    private let groups = Mutex<[String: [Int: [Int]]]>([:])

    init(_ project: SampleProject, content: ProjectContent) {
        self.project = project
        self.content = content
        reviews = project.visibleReviews
        reviewComments = project.visibleReviewComments
        people = Dictionary(project.users.map { ($0.login.lowercased(), $0) }) { first, _ in first }
    }

    /// The account with this login. GraphQL leaves `[bot]` off, so a bot is found without it too.
    func user(_ login: String) -> SampleUser? {
        people[login.lowercased()] ?? people[login.lowercased() + "[bot]"]
    }

    /// An order, made when it is first asked for.
    func order(_ name: String, make: () -> ListOrder) -> ListOrder {
        if let order = orders.withLock({ $0[name] }) { return order }
        let order = make()
        orders.withLock { $0[name] = order }
        return order
    }

    /// Positions of comments by the issue they are on.
    func comments(on issue: Int) -> [Int] {
        group("comments", project.comments) { $0.issue }[issue] ?? []
    }

    /// Positions of the visible reviews of a pull request.
    func reviews(of pull: Int) -> [Int] {
        group("reviews", reviews) { $0.pullRequest }[pull] ?? []
    }

    /// Positions of the visible review comments of a pull request.
    func reviewComments(of pull: Int) -> [Int] {
        group("reviewComments", reviewComments) { $0.pullRequest }[pull] ?? []
    }

    /// Positions of the comments of a review.
    func reviewComments(with review: Int) -> [Int] {
        group("byReview", reviewComments) { $0.review }[review] ?? []
    }

    /// Positions of the comments of a thread, named by its first comment.
    func reviewComments(in thread: Int) -> [Int] {
        group("byThread", reviewComments) { $0.thread }[thread] ?? []
    }

    private func group<Element>(
        _ name: String, _ list: SampleList<Element>, by key: (Element) -> Int
    ) -> [Int: [Int]] {
        if let group = groups.withLock({ $0[name] }) { return group }
        var group: [Int: [Int]] = [:]
        for position in list.indices { group[key(list[position]), default: []].append(position) }
        groups.withLock { $0[name] = group }
        return group
    }

    /// The position of the object with this id in a list that ascends by id.
    static func position<Element>(of id: Int, in list: SampleList<Element>, id key: (Element) -> Int) -> Int? {
        var low = 0
        var high = list.count
        while low < high {
            let middle = (low + high) / 2
            if key(list[middle]) < id { low = middle + 1 } else { high = middle }
        }
        return low < list.count && key(list[low]) == id ? low : nil
    }
}

/// Positions of a list's elements in ascending order of a time, with the times.
struct ListOrder: Sendable {
    let positions: [Int]
    /// Seconds since 1970, ascending, one for each position.
    let times: [Double]

    /// Orders the elements that `time` gives one for; equal times stay in the list's order.
    init<Element>(_ list: SampleList<Element>, time: (Element) -> Double?) {
        var pairs: [(position: Int, time: Double)] = []
        for position in list.indices {
            if let time = time(list[position]) { pairs.append((position, time)) }
        }
        pairs.sort { ($0.time, $0.position) < ($1.time, $1.position) }
        positions = pairs.map(\.position)
        times = pairs.map(\.time)
    }

    /// How many come before this moment.
    func count(before time: Double) -> Int {
        var low = 0
        var high = times.count
        while low < high {
            let middle = (low + high) / 2
            if times[middle] < time { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
