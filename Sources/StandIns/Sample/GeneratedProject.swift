import Foundation

extension SampleProject {
    /// A project of `objects` issues, pull requests, comments, reviews and review comments in the proportions of real
    /// projects (11 : 14 : 45 : 12 : 18). Every object is computed from its position when it is read, so 100,000 of
    /// them need a few megabytes, most of it for git. The same number always gives the same project.
    public static func generated(
        objects: Int, owner: String = "harbour-lights", name: String = "tidebook", id: Int = 720_900
    ) -> SampleProject {
        var project = SampleProject(owner: owner, name: name, id: id)
        let shape = GeneratedShape(objects: objects)
        project.repository.description = "Tide tables, generated: \(objects) objects"
        for person in 0..<GeneratedShape.people { project.addUser(shape.user(person)) }
        for label in GeneratedShape.labels { project.addLabel(label, color: "0e8a16", description: "About \(label)") }
        for quarter in 1...4 {
            project.addMilestone("Quarter \(quarter)", creator: shape.login(0), dueOn: shape.time(quarter * 90 * 1_440))
        }
        project.issues = SampleList(count: shape.issues + shape.pulls, element: shape.issue)
        project.comments = SampleList(count: shape.comments, element: shape.comment)
        project.reviews = SampleList(count: shape.reviews, element: shape.review)
        project.reviewComments = SampleList(count: shape.reviewComments, element: shape.reviewComment)
        project.history = shape.history
        project.clock = shape.time(shape.lastMinute + 60)
        project.repository.updatedAt = project.clock
        project.lastID = 900_000_000
        return project
    }
}

/// The rules by which a generated project's objects follow from their positions.
struct GeneratedShape: Sendable {
    static let people = 40
    static let labels = ["bug", "enhancement", "docs", "question", "good first issue"]
    static let linesPerFile = 12

    let issues: Int
    let pulls: Int
    let comments: Int
    let reviews: Int
    let reviewComments: Int

    init(objects: Int) {
        pulls = objects * 14 / 100
        comments = objects * 45 / 100
        reviews = pulls == 0 ? 0 : objects * 12 / 100
        reviewComments = reviews == 0 ? 0 : objects * 18 / 100
        issues = objects - pulls - comments - reviews - reviewComments
    }

    /// The numbers are dealt so that every k-th is a pull request, as long as there are any.
    func isPull(_ position: Int) -> Bool {
        pullsBefore(position + 1) > pullsBefore(position)
    }

    func pullsBefore(_ position: Int) -> Int {
        let total = issues + pulls
        return total == 0 ? 0 : position * pulls / total
    }

    /// The position among all issues and pull requests of the `index`-th pull request.
    func positionOfPull(_ index: Int) -> Int {
        guard pulls > 0 else { return 0 }
        return ((index + 1) * (issues + pulls) + pulls - 1) / pulls - 1
    }

    func numberOfPull(_ index: Int) -> Int { positionOfPull(index) + 1 }

    func login(_ person: Int) -> String { "sailor-\(person % Self.people)" }

    func user(_ person: Int) -> SampleUser {
        SampleUser(
            login: login(person), name: "Sailor \(person)", kind: .user,
            role: person == 0 ? .admin : person < 6 ? .write : nil)
    }

    /// A cheap, even spread of numbers: the same for the same position in every run.
    func spread(_ position: Int, _ salt: Int) -> Int {
        var value = UInt64(truncatingIfNeeded: position &* 31 &+ salt) &+ 0x9E37_79B9_7F4A_7C15
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((value ^ (value >> 31)) >> 33)
    }

    /// Minutes after the project began.
    func time(_ minute: Int) -> Date {
        Date(timeIntervalSince1970: 1_577_836_800 + Double(minute) * 60)  // 1 January 2020
    }

    /// The minute the issue or pull request at a position was opened.
    func opened(_ position: Int) -> Int { position * 37 }

    var lastMinute: Int { opened(issues + pulls) + 20_000 }

    func text(_ position: Int, _ salt: Int) -> String {
        let sentences = [
            "The low water at the north pier is eleven minutes late.", "Seen again with the new almanac.",
            "Could this be the daylight saving switch?", "`tide.table` returns an empty list for neap tides.",
            "I can reproduce it with yesterday's readings.", "The figures agree to the centimetre now.",
            "See #\(1 + spread(position, salt) % max(1, position + 1)) for the background.",
            "Thanks @\(login(spread(position, salt + 1))), that helped.",
        ]
        let count = 1 + spread(position, salt + 2) % 6
        return (0..<count).map { sentences[spread(position, salt + 3 + $0) % sentences.count] }.joined(
            separator: "\n\n")
    }
}
