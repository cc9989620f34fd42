import Model
import Testing

/// The state machine of imports (`app/models/project_import_state.rb`).
@Suite struct ImportContractStateTests {
    /// Every transition there is; whatever is not here leaves the state as it is.
    private static let transitions: [(from: ImportStatus, event: ImportStatus.Event, to: ImportStatus)] = [
        (.none, .schedule, .scheduled), (.finished, .schedule, .scheduled), (.failed, .schedule, .scheduled),
        (.scheduled, .start, .started), (.started, .finish, .finished), (.scheduled, .fail, .failed),
        (.started, .fail, .failed), (.none, .cancel, .canceled), (.scheduled, .cancel, .canceled),
        (.started, .cancel, .canceled),
    ]

    private static func expected(_ state: ImportStatus, _ event: ImportStatus.Event) -> ImportStatus? {
        transitions.first { $0.from == state && $0.event == event }?.to
    }

    @Test(arguments: ImportStatus.allCases, ImportStatus.Event.allCases)
    func aStateFollowsAnother(state: ImportStatus, event: ImportStatus.Event) {
        #expect(state.after(event) == Self.expected(state, event))
    }

    @Test func someStatesAreEndsAndSomeAreOnTheWay() {
        #expect(ImportStatus.allCases.filter(\.isComplete) == [.finished, .failed, .canceled])
        #expect(ImportStatus.allCases.filter(\.isInProgress) == [.scheduled, .started])
    }

    /// The states an import can be in, and how it gets there from `scheduled`.
    private static let ways: [(state: ImportStatus, events: [ImportStatus.Event])] = [
        (.scheduled, []), (.started, [.start]), (.finished, [.start, .finish]), (.failed, [.start, .fail]),
        (.canceled, [.cancel]),
    ]

    @Test func theStateIsToldInGitLabsWords() async throws {
        try await ImportContract.with { contract in
            for (state, events) in Self.ways {
                for event in ImportStatus.Event.allCases {
                    let name = quoted("project-\(state.rawValue)-\(event)")
                    let project = try await contract.start(["new_name": name]).id
                    #expect(try await contract.apply(events, to: project).allSatisfy { $0 })
                    #expect(try await contract.status(project).object["import_status"]?.text == state.rawValue)
                    let expected = Self.expected(state, event)
                    #expect(try await contract.apply([event], to: project) == [expected != nil])
                    let now = (expected ?? state).rawValue
                    #expect(try await contract.status(project).object["import_status"]?.text == now)
                    #expect(try await contract.api.get("/projects/\(project)").object["import_status"]?.text == now)
                    let isOver = (expected ?? state).isComplete
                    let hasEnded = state.isComplete || isOver
                    #expect(try await contract.leftovers(project)?.hasCredential == !hasEnded)
                }
            }
        }
    }
}
