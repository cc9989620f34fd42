import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Model
import NIOCore
import Outbound
import Store

/// `/-/health`, `/-/liveness` and `/-/readiness`, open to whoever reaches the server; `/-/metrics` for the addresses of
/// the setting `monitoring-allow` alone, as GitLab's: how much is here is not everybody's to know.
struct HealthResponder: Sendable {
    let instance: Instance

    static func handles(_ request: Request) -> Bool {
        request.uri.path.hasPrefix("/-/")
    }

    func respond(to request: Request, from address: IPAddress?) async -> Response {
        guard request.method == .get || request.method == .head else {
            return text("Method Not Allowed\n", .methodNotAllowed)
        }
        switch request.uri.path {
        case "/-/health": return text("Landfall OK\n", .ok)
        case "/-/liveness": return json("{\"status\":\"ok\"}", .ok)
        case "/-/readiness": return await readiness()
        case "/-/metrics" where mayMonitor(address): return await metrics()
        default: return text("404 Not Found\n", .notFound)
        }
    }

    private func mayMonitor(_ address: IPAddress?) -> Bool {
        address.map { address in instance.settings.monitoring.contains { $0.contains(address) } } ?? false
    }

    /// Ready is who can write: a full or read-only disk shows here.
    private func readiness() async -> Response {
        do {
            // A statement that changes nothing takes no room, and would succeed on a full disk.
            guard instance.hasRoom else { throw StoreError.full("less than 256 KiB are free") }
            try await instance.store.write { _ = try $0.execute("UPDATE jobs SET state = state WHERE id = -1", []) }
            return json("{\"status\":\"ok\",\"store_check\":[{\"status\":\"ok\"}]}", .ok)
        } catch {
            instance.logger.warning("not ready", metadata: ["error": "\(error)"])
            return json("{\"status\":\"failed\",\"store_check\":[{\"status\":\"failed\"}]}", .serviceUnavailable)
        }
    }

    private func metrics() async -> Response {
        do {
            let counts = try await instance.store.read { try Metrics.read(in: $0) }
            var body = "# HELP landfall_imports Imports by status.\n# TYPE landfall_imports gauge\n"
            for status in ImportStatus.allCases where status != .none {
                body += "landfall_imports{status=\"\(status.rawValue)\"} \(counts.imports[status] ?? 0)\n"
            }
            body += "# HELP landfall_objects_imported_total Objects that arrived, by kind.\n"
            body += "# TYPE landfall_objects_imported_total counter\n"
            for kind in ObjectKind.allCases {
                guard let count = counts.objects[kind] else { continue }
                body += "landfall_objects_imported_total{kind=\"\(kind.rawValue)\"} \(count)\n"
            }
            body += "# HELP landfall_jobs Jobs by state.\n"
            body += "# TYPE landfall_jobs gauge\n"
            for (state, count) in counts.jobs.sorted(by: { $0.key < $1.key }) {
                body += "landfall_jobs{state=\"\(state)\"} \(count)\n"
            }
            body += "# HELP process_resident_memory_bytes Memory of this process.\n"
            body += "# TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes \(residentBytes())\n"
            return text(body, .ok, type: "text/plain; version=0.0.4; charset=utf-8")
        } catch {
            return text("the store cannot be read\n", .serviceUnavailable)
        }
    }

    private func residentBytes() -> Int {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
            let kibibytes = line.split(separator: " ").compactMap({ Int($0) }).first
        else { return 0 }
        return kibibytes * 1024
    }

    private func text(_ body: String, _ status: HTTPResponse.Status, type: String = "text/plain; charset=utf-8")
        -> Response
    {
        Response(
            status: status, headers: [.contentType: type, .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: body)))
    }

    private func json(_ body: String, _ status: HTTPResponse.Status) -> Response {
        text(body, status, type: "application/json")
    }
}
