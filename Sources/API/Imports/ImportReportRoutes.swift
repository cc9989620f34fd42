import Access
import HTTPTypes
import Hummingbird
import Importer
import Model
import NIOCore
import Store

/// `GET /projects/:id/import/report`: the proof of an import, for the project's Maintainers. It names objects that not
/// everybody may see, draft releases among them.
struct ImportReportRoutes: ResourceRoutes {
    private let api: APIContext

    init(_ api: APIContext) {
        self.api = api
    }

    private enum Format: String, CaseIterable {
        case json
        case ndjson
        case html
    }

    func register(on router: APIRouter) {
        router.get("projects/:id/import/report", use: show)
    }

    @Sendable private func show(_ request: APIRequest) async throws -> Response {
        let format = try request.read { $0.optional("format", among: Format.self) } ?? .json
        let report = try await api.read(request) { lookup -> ImportReport in
            let project = try lookup.project(requiring: .maintainer)
            guard let record = try Imports.find(project: project.id, in: lookup.connection),
                let report = try ImportReport.read(record.id, in: lookup.connection)
            else { throw APIError.notFound("Import") }
            return report
        }
        switch format {
        case .json:
            let body = ResponseBody(byteBuffer: ByteBuffer(string: ReportDocument(report).json))
            return response(body, type: "application/json")
        case .ndjson: return response(lines(of: report), type: "application/x-ndjson")
        case .html: return response(page(of: report), type: "text/html; charset=utf-8")
        }
    }

    private func lines(of report: ImportReport) -> ResponseBody {
        let lines = ReportLines(report.record.id, in: api.store)
        return ResponseBody { writer in
            for try await batch in lines {
                let text = batch.map { ReportLine($0).json + "\n" }.joined()
                try await writer.write(ByteBuffer(string: text))
            }
            try await writer.finish(nil)
        }
    }

    private func page(of report: ImportReport) -> ResponseBody {
        let (page, lines) = (ReportPage(report), ReportLines(report.record.id, in: api.store))
        return ResponseBody { writer in
            try await writer.write(ByteBuffer(string: page.head))
            for try await batch in lines {
                try await writer.write(ByteBuffer(string: ReportPage.lines(batch)))
            }
            try await writer.write(ByteBuffer(string: page.tail))
            try await writer.finish(nil)
        }
    }

    private func response(_ body: ResponseBody, type: String) -> Response {
        var headers: HTTPFields = [.contentType: type, .cacheControl: "private, no-store"]
        headers[.xContentTypeOptions] = "nosniff"
        headers[.contentSecurityPolicy] = "\(ReportPage.contentSecurityPolicy); frame-ancestors 'none'"
        return Response(status: .ok, headers: headers, body: body)
    }
}
