public import Jobs
import Logging
import Model
public import Store

/// Runs the jobs that move a source user's contributions, forward and back: in batches, each with its record and
/// progress one transaction, so that a killed process leaves nothing half done and the next one goes on from there.
public struct ReassignmentRunner: JobHandler {
    /// The kind of job rows that are reassignments; their subject is the source user's row.
    public static let jobKind = "reassignment"

    /// Rows of contributions, or texts, in one transaction: other writers wait no longer than that.
    private let rowsInBatch: Int
    private let textsInBatch: Int
    private let services: ImportServices

    public init(services: ImportServices, rowsInBatch: Int = 2000, textsInBatch: Int = 100) {
        self.services = services
        self.rowsInBatch = rowsInBatch
        self.textsInBatch = textsInBatch
    }

    public var kind: String { Self.jobKind }

    public func run(_ job: JobRow, stop: JobStop) async -> JobResult {
        let id = SourceUserID(job.subjectID)
        do {
            while try await step(id) {}
            try await tellAssignee(id)
            return .completed
        } catch {
            if Task.isCancelled { return .again(afterSeconds: 0) }
            if case .full = error as? StoreError {
                services.reserve?.release()
                return .again(afterSeconds: 30)
            }
            services.logger.error(
                "a reassignment failed", metadata: ["source_user": "\(id)", "error": "\(error)"])
            let reason = "\(error)"
            await persist(
                "a reassignment's end cannot be written yet", reserve: services.reserve, logger: services.logger
            ) { try await fail(id, reason) }
            return .failed(reason)
        }
    }

    /// One batch.
    /// - Returns: whether there is more to do.
    private func step(_ id: SourceUserID) async throws -> Bool {
        let now = services.clock()
        return try await services.store.write { connection in
            guard let sourceUser = try SourceUsers.find(id, in: connection),
                let work = try Reassignments.find(id, in: connection), work.finishedAt == nil
            else { return false }
            let batch = Batch(runner: self, sourceUser: sourceUser, work: work, now: now, connection: connection)
            switch (work.direction, sourceUser.status) {
            case (.forward, .reassignmentInProgress): return try batch.forward()
            case (.back, .revoked): return try batch.back()
            default: return false
            }
        }
    }

    private func fail(_ id: SourceUserID, _ reason: String) async throws {
        let now = services.clock()
        try await services.store.write { connection in
            guard var sourceUser = try SourceUsers.find(id, in: connection) else { return }
            // What is being taken back stays so: it can be gone on with.
            if sourceUser.status == .reassignmentInProgress { try sourceUser.apply(.failReassignment) }
            sourceUser.reassignmentError = String(reason.prefix(255))
            try SourceUsers.update(sourceUser, at: now, in: connection)
        }
    }

    private func tellAssignee(_ id: SourceUserID) async throws {
        let done = try await services.store.read { connection -> SourceUser? in
            guard let sourceUser = try SourceUsers.find(id, in: connection), sourceUser.status == .completed,
                try Reassignments.find(id, in: connection)?.isConfirmationSkipped == true
            else { return nil }
            return sourceUser
        }
        if let done { services.notify(.reassignedWithoutConfirmation(done)) }
    }
}

extension ReassignmentRunner {
    /// What one transaction does.
    private struct Batch {
        let runner: ReassignmentRunner
        var sourceUser: SourceUser
        let work: Reassignment
        let now: Timestamp
        let connection: any WriteConnection

        func forward() throws -> Bool {
            guard let assignee = try sourceUser.reassignToUserID.flatMap({ try Users.find($0, in: connection) })
            else { throw ReassignmentError.noAssignee }
            var moved = 0
            if let move = try move(to: assignee.id) {
                if work.total == nil {
                    let total = try ReassignedRecords.count(move, in: connection)
                    try Reassignments.start(sourceUser.id, total: total, at: now, in: connection)
                }
                moved = try ReassignedRecords.move(move, limit: runner.rowsInBatch, in: connection)
            }
            guard try isDone(moved: moved) else { return true }
            try MembershipReassignment.makeMembers(
                of: sourceUser, user: assignee.id, isBot: assignee.kind != .human, at: now, in: connection)
            var completed = sourceUser
            try completed.apply(.complete)
            try SourceUsers.update(completed, at: now, in: connection)
            try SourceUsers.removeUnusedPlaceholder(of: &completed, at: now, in: connection)
            try Reassignments.finish(sourceUser.id, at: now, in: connection)
            return false
        }

        func back() throws -> Bool {
            guard let assignee = sourceUser.reassignToUserID, let move = try move(to: assignee) else {
                return try finishBack(nil)
            }
            if work.total == nil {
                let total = try ReassignedRecords.countRecords(sourceUser.id, in: connection)
                try Reassignments.start(sourceUser.id, total: total, at: now, in: connection)
            }
            let moved = try ReassignedRecords.moveBack(move, limit: runner.rowsInBatch, in: connection)
            guard try isDone(moved: moved) else { return true }
            return try finishBack(assignee)
        }

        /// The same account may take another source user from now on.
        private func finishBack(_ assignee: UserID?) throws -> Bool {
            if let assignee {
                try MembershipReassignment.takeBack(of: sourceUser.id, user: assignee, in: connection)
            }
            var freed = sourceUser
            (freed.reassignToUserID, freed.reassignmentError, freed.reassignmentExpiresAt) = (nil, nil, nil)
            try SourceUsers.update(freed, at: now, in: connection)
            try Reassignments.finish(sourceUser.id, at: now, in: connection)
            return false
        }

        private func move(to receiver: UserID) throws -> ReassignedRecords.Move? {
            guard let holder = try sourceUser.placeholderUserID.flatMap({ try Users.find($0, in: connection) })
            else { return nil }
            let needsProjects = holder.kind == .importUser || work.direction == .back
            let projects =
                needsProjects
                ? try SourceProjects.list(
                    root: sourceUser.namespaceID, importKind: sourceUser.importKind, hostname: sourceUser.hostname,
                    in: connection
                ).map(\.project.id) : []
            return ReassignedRecords.Move(
                sourceUser: sourceUser, holder: holder, receiver: receiver, projects: projects)
        }

        /// Does texts when no rows are left, and keeps the progress.
        private func isDone(moved: Int) throws -> Bool {
            var cursor = TextsNaming.Cursor(json: work.textCursor)
            var isDone = false
            if moved < runner.rowsInBatch {
                cursor = try TextsNaming(
                    mentioning: sourceUser, externalURL: runner.services.externalURL, in: connection
                )?.rewriteNext(runner.textsInBatch, after: cursor, in: connection)
                isDone = cursor == nil
            }
            try Reassignments.progress(sourceUser.id, moved: moved, textCursor: cursor?.json, in: connection)
            return isDone
        }
    }
}

/// Why a reassignment cannot go on.
enum ReassignmentError: Error, CustomStringConvertible {
    case noAssignee

    var description: String {
        switch self {
        case .noAssignee: "the assigned user is gone: cancel the reassignment and choose somebody else"
        }
    }
}
