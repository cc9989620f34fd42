// The questions of the darker months.
extension SampleProject {
    mutating func addAutumnIssues() {
        let clock = addIssue(
            "Off by one hour since the clocks changed",
            body: "Everything was an hour late on Sunday. I set `TZ=Europe/Lisbon`, should it be UTC?",
            author: "joao-farol",
            at: lanternDay(10, 30)
        ) { $0.labels = ["bug", "priority: high"] }
        let talk: [(String, String)] = [
            ("tobias-fender", "It must not matter. Which version?"),
            ("joao-farol", "v1.0.0, commit a1b2c3d4e5f60718293a4b5c6d7e8f9012345678 says `pip`."),
            ("tobias-fender", "Found it: `datetime.now()` without a zone in `watch`. Will be in 1.0.1."),
            ("joao-farol", "Thanks @tobias-fender! :tada:"),
        ]
        for (hour, line) in talk.enumerated() {
            addComment(on: clock, author: line.0, line.1, at: lanternDay(10, 30, hour: 12 + hour))
        }
        add(.assigned("tobias-fender"), to: clock, by: "tobias-fender", at: lanternDay(10, 30, hour: 17))
        add(.closed(.completed), to: clock, by: "tobias-fender", at: lanternDay(10, 31))
        let docker = addIssue(
            "Provide a container image", body: "For those of us without a Pi.", author: "old-salt",
            at: lanternDay(11, 4)
        ) {
            $0.labels = ["enhancement"]
        }
        addComment(
            on: docker, author: "mira-keel",
            "A container can't reach the GPIO pins without a lot of rights. Modbus may.",
            at: lanternDay(11, 4, hour: 12))
        addComment(on: docker, author: "old-salt", "Then wait for Modbus.", at: lanternDay(11, 5))
        add(.milestoned("Some day"), to: docker, by: "mira-keel", at: lanternDay(11, 5, hour: 12))
        let gulls = addIssue(
            "Gulls trigger the visibility sensor",
            body: "Twice this week the horn went off in bright sunshine. Camera says: gull, sitting on the sensor.\n\n"
                + "> A gull is not fog.\n\n-- number 7",
            author: "anneke-vlag", at: lanternDay(11, 8)
        ) {
            $0.labels = ["hardware", "bug"]
            $0.reactions = [
                SampleReaction(.laugh, by: "mira-keel"), SampleReaction(.laugh, by: "joao-farol"),
                SampleReaction(.laugh, by: "pilot42"), SampleReaction(.confused, by: "sunniva-b"),
            ]
        }
        let remedies: [(String?, String)] = [
            ("pilot42", "We put spikes on ours. Then they sat on the lamp."),
            ("sunniva-b", "Average over five minutes? No gull sits still that long."),
            (nil, "You underestimate gulls."),
            ("tobias-fender", "Averaging sounds right. @anneke-vlag can you record a week of readings?"),
            ("anneke-vlag", "Recording. So far: 11 gulls, 0 fog."),
        ]
        for (hour, line) in remedies.enumerated() {
            addComment(on: gulls, author: line.0, line.1, at: lanternDay(11, 9, hour: 8 + hour))
        }
        addQuietQuestions()
    }

    private mutating func addQuietQuestions() {
        let questions: [(String, String?, String, [String])] = [
            ("How do I test a lamp by hand?", "Without waiting for dusk, that is.", "sunniva-b", ["documentation"]),
            (
                "`lantern watch` should log to the journal", "Now it writes to a file in `/tmp`.", "pilot42",
                ["enhancement"]
            ),
            ("Typo in the error for a missing place", "\"latitute\"", "joao-farol", ["good first issue"]),
            ("Leap second on 31 December?", "Just asking.", "sunniva-b", []),
        ]
        for (day, question) in questions.enumerated() {
            addIssue(question.0, body: question.1, author: question.2, at: lanternDay(11, 12 + day)) {
                $0.labels = question.3
            }
        }
        guard let leap = issues.last?.number else { return }
        addComment(
            on: leap - 3, author: "tobias-fender", "`lantern switch east-pier-red on`, and `off` again, please.",
            at: lanternDay(11, 13),
            reactions: [SampleReaction(.thumbsUp, by: "sunniva-b")])
        addComment(on: leap - 3, author: "sunniva-b", "That should be in the README!", at: lanternDay(11, 14))
        addComment(
            on: leap - 1, author: "mira-keel", "A classic. Who wants to have it as a first contribution?",
            at: lanternDay(11, 15))
        addComment(
            on: leap, author: "tobias-fender", "There will be none until 2035, and no ship will notice.",
            at: lanternDay(11, 16))
        add(.closed(.notPlanned), to: leap, by: "tobias-fender", at: lanternDay(11, 16))
        addComment(on: leap, author: "sunniva-b", "I will be there, with a stop watch.", at: lanternDay(11, 17))
        add(.unlabeled("good first issue"), to: leap - 1, by: "joao-farol", at: lanternDay(11, 18))
        add(.labeled("documentation"), to: leap - 1, by: "joao-farol", at: lanternDay(11, 18))
    }
}
