import Foundation

extension BitbucketProject {
    /// The sample: `HARBOR/beacon` on a Server, `harbor/beacon` on Cloud, the program in a beacon's lamp. It has one of
    /// everything an import from either must get right.
    ///
    /// It always is the same: ids, times and commit ids never change.
    public static func harbor() -> BitbucketProject {
        var project = BitbucketProject(
            key: "HARBOR", slug: "beacon", name: "Beacon", projectName: "Harbor", id: 7,
            description: "The program in the lamp of the beacon")
        project.addHarborPeople()
        project.addHarborFiles()
        project.addHarborFirstCommits()
        project.addBlinking()
        project.addHorn()
        project.addClosedOnes()
        project.addOpenOnes()
        project.addFastForward()
        project.addHarborRemarks()
        project.addHarborLargeFiles()
        project.addHarborSettings()
        project.addHarborTracker()
        return project
    }

    private mutating func addHarborPeople() {
        people = [
            BitbucketPerson("mira", displayName: "Mira Keel", email: "mira@harbor.example", number: 11),
            BitbucketPerson(
                "tomas_buoy", name: "tomas buoy", displayName: "Tomas Buoy", email: "tomas@harbor.example", number: 12),
            BitbucketPerson(
                "lena_harbor.example", name: "lena@harbor.example", displayName: "Lena Mole",
                email: "lena@harbor.example", number: 13),
            BitbucketPerson("sunniva", displayName: "Sunniva Bakke", email: "sunniva@fjord.example", number: 14),
            BitbucketPerson("piet", displayName: "Piet Schot", email: "piet@harbor.example", number: 15),
            BitbucketPerson("old-salt", displayName: "Old Salt", number: 16),
            BitbucketPerson("beacon-bot", displayName: "Beacon Bot", number: 17),
        ]
        people[4].isActive = false
        people[5].isDeleted = true
        people[5].isActive = false
        people[6].isService = true
    }

    private mutating func addHarborFiles() {
        let picture: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
        files = [
            BitbucketFile(
                key: "lamp", name: "lamp at night.png", contentType: "image/png", content: picture + Array(0..<200)),
            BitbucketFile(
                key: "log", name: "beacon.log", contentType: "text/plain", content: Array("06:12 lamp off\n".utf8)),
            BitbucketFile(
                key: "lost", name: "lost.png", contentType: "image/png", content: picture, isMissing: true),
            BitbucketFile(
                key: "wiring", name: "wiring.txt", contentType: "text/plain", content: Array("red: +\n".utf8)),
        ]
        downloads = [
            BitbucketFile(
                key: "firmware", name: "beacon 1.0.bin", contentType: "application/octet-stream",
                content: (0..<2_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }),
            BitbucketFile(
                key: "manual", name: "manual.txt", contentType: "text/plain", content: Array("Turn it on.\n".utf8)),
        ]
    }

    private mutating func addHarborLargeFiles() {
        var changes: [String: String?] = [".gitattributes": "*.wav filter=lfs diff=lfs merge=lfs -text\n"]
        var recordings = [
            SampleLargeFile(path: "sounds/horn.wav", content: (0..<5_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }),
            SampleLargeFile(path: "sounds/lost.wav", content: [1, 2, 3], isMissing: true),
        ]
        for position in recordings.indices {
            recordings[position].branch = "sounds"
            changes[recordings[position].path] = recordings[position].pointer
        }
        let base = history.tip(of: "refs/heads/main") ?? 0
        let added = commit("Keep recordings with git-lfs", by: "mira", on: [base], files: changes)
        history.point("refs/heads/sounds", at: added)
        largeFiles = recordings
    }

    private mutating func addHarborRemarks() {
        let first = nextID()
        commitComments = [
            BitbucketCommitComment(
                id: first, commit: 1, path: "docs/chart.md", line: 3, author: "lena_harbor.example",
                text: "Is this depth still right? <@mira>", createdAt: nextTime()),
            BitbucketCommitComment(
                id: nextID(), commit: 1, path: "docs/chart.md", line: 3, parent: first, author: "mira",
                text: "It was in spring.", createdAt: nextTime()),
        ]
    }
}

/// Contents of the sample's files, whose lines the comments stand on.
enum HarborFiles {
    static let lamp = """
        #include "lamp.h"

        static int lit = 0;

        void lamp_on(void) {
            lit = 1;
        }

        void lamp_off(void) {
            lit = 0;
        }

        int lamp_is_lit(void) {
            return lit;
        }

        """
    static let blinking = """
        #include "lamp.h"
        #include "tide.h"

        static int lit = 0;

        void lamp_on(void) {
            lit = tide_turns() ? 2 : 1;
        }

        void lamp_off(void) {
            lit = 0;
        }

        int lamp_is_lit(void) {
            return lit;
        }

        void lamp_blink(int times) {
            while (times-- > 0) {
                lamp_on();
                lamp_off();
            }
        }

        """
    static let blinkingSafely = blinking.replacing("while (times-- > 0) {", with: "for (; times > 0; times--) {")
    static let fog = """
        #include "fog.h"

        #define PAUSE 20

        void fog_sound(void) {
            horn(PAUSE);
        }

        int fog_is_thick(int metres) {
            return metres < 1000;
        }

        """
    static let horn = fog.replacing("PAUSE 20", with: "PAUSE 30")
    static let loudHorn = horn.replacing("horn(PAUSE);", with: "horn(PAUSE * 2);")
    static let readme = "# Beacon\n\nThe program in the lamp of the beacon.\n"
    static let chart = "# Chart\n\nEast pier: 4 m\n\nWest pier: 6 m\n"
}
