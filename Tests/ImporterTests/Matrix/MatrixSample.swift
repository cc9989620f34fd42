import Foundation
import Importer
import TestSupport

/// Which cells are run.
enum MatrixSample {
    static func chosen(at source: MatrixSource) -> [MatrixCell] {
        let cells = MatrixCell.all.filter { $0.source == source }
        let wish = ProcessInfo.processInfo.environment["LANDFALL_FAULT_MATRIX"] ?? ""
        if wish == "all" { return Soak.seconds == nil ? cells : cells.shuffled() }
        if let seed = UInt64(wish) { return sample(of: cells, seed: seed) }
        if !wish.isEmpty { return cells.filter { $0.description.range(of: wish, options: .regularExpression) != nil } }
        return sample(of: cells.filter(\.passesWithoutTrace), seed: 1)
    }

    /// Each stage once and each fault once, dealt out anew by another seed.
    private static func sample(of cells: [MatrixCell], seed: UInt64) -> [MatrixCell] {
        var random = Moments(seed: seed)
        var left = cells.map { (cell: $0, rank: random.next(from: 0, to: 1)) }.sorted { $0.rank < $1.rank }.map(\.cell)
        var (stages, faults) = (Set(cells.map(\.stage)), Set(cells.map(\.fault)))
        var chosen: [MatrixCell] = []
        // First those that are new in both, then what is left of either.
        for wanted in [2, 1] {
            left.removeAll { cell in
                let news = (stages.contains(cell.stage) ? 1 : 0) + (faults.contains(cell.fault) ? 1 : 0)
                guard news >= wanted else { return false }
                chosen.append(cell)
                stages.remove(cell.stage)
                faults.remove(cell.fault)
                return true
            }
        }
        return chosen
    }
}
