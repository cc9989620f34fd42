/// Where an import stands, in the words of GitLab's `import_status`, and which word may follow which
/// (`app/models/project_import_state.rb` as `GET /projects/:id/import` shows it).
public enum ImportStatus: String, Sendable, Codable, CaseIterable {
    case none
    case scheduled
    case started
    case finished
    case failed
    case canceled

    public enum Event: Sendable, CaseIterable {
        case schedule
        case start
        case finish
        case fail
        case cancel
    }

    /// The state after `event`; `nil` where the event does not apply, which leaves the state as it is.
    public func after(_ event: Event) -> ImportStatus? {
        switch (event, self) {
        case (.schedule, .none), (.schedule, .finished), (.schedule, .failed): .scheduled
        case (.start, .scheduled): .started
        case (.finish, .started): .finished
        case (.fail, .scheduled), (.fail, .started): .failed
        case (.cancel, .none), (.cancel, .scheduled), (.cancel, .started): .canceled
        default: nil
        }
    }

    public var isComplete: Bool {
        switch self {
        case .finished, .failed, .canceled: true
        case .none, .scheduled, .started: false
        }
    }

    public var isInProgress: Bool {
        self == .scheduled || self == .started
    }
}
