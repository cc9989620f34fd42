import Model
import Remote
import RemoteREST

/// All that has happened on one pull request: its pages of activities as they came, put together.
struct BitbucketServerActivitiesAnswer: Decodable, Sendable {
    var number: Int64
    var answers: [BitbucketServerPage<BitbucketServerActivity>]
    /// Why the end is missing.
    var incomplete: String?

    enum CodingKeys: String, CodingKey {
        case number
        case answers
        case incomplete
    }

    static func map(_ payload: [UInt8], at place: BitbucketServerPlace) throws(RemoteError) -> MappedPage {
        let answer: Self = try JSONText.decode(payload, what: "the activities of a pull request")
        return answer.mapped(at: place)
    }

    /// The page of the journal.
    /// - Parameter incomplete: plain words.
    static func payload(number: Int64, _ answers: [[UInt8]], incomplete: String?) -> [UInt8] {
        BitbucketServerBundle.object(
            [
                ("number", Array(String(number).utf8)), ("answers", BitbucketServerBundle.list(answers)),
            ] + (incomplete.map { [("incomplete", Array("\"\($0)\"".utf8))] } ?? []))
    }

    private func mapped(at place: BitbucketServerPlace) -> MappedPage {
        let read = Lenient.read(answers.flatMap(\.values), kind: .event)
        var story = BitbucketServerStory(number: number, place: place)
        // The server lists the newest first, and a list that grows while it is read says some of it twice.
        var seen: Set<Int64> = []
        let activities = read.values.filter { seen.insert($0.id).inserted }
        for activity in activities.sorted(by: { ($0.createdDate, $0.id) < ($1.createdDate, $1.id) }) {
            story.add(activity)
        }
        var page = story.page
        page.exceptions += read.exceptions
        if let incomplete { page.exceptions.append(line(incomplete, place)) }
        return page
    }

    private func line(_ reason: String, _ place: BitbucketServerPlace) -> ImportException {
        ImportException(
            kind: .event, sourceKey: SourceKey("activities of \(number)"),
            sourceURL: place.page(ofPullRequest: number) + "/overview", outcome: .failed,
            reason: "not all that happened on the pull request could be read: \(reason)",
            cure: "Import the repository again once the server is in order")
    }
}
