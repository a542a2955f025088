import unittest

from sbom import parts_of, prune

ROOT = "/somewhere"


def document():
    def part(name, version, ref=None):
        ref = ref or f"registry+https://example#{name}@{version}"
        return {"bom-ref": ref, "name": name, "version": version, "purl": f"pkg:cargo/{name}@{version}"}

    own = part("core", "0.1.0", f"path+file://{ROOT}/crates/core#0.1.0")
    own["purl"] += "?download_url=file://../../crates/core"
    main = part("token", "0.1.0", f"path+file://{ROOT}/functions/token#0.1.0")
    main["components"] = [{"bom-ref": f"{main['bom-ref']} bin-target-0"}]
    serde, unused = part("serde", "1.0.229"), part("schemars", "1.2.3")
    return {
        "metadata": {"component": main},
        "components": [unused, serde, own],
        "dependencies": [
            {"ref": main["bom-ref"], "dependsOn": [unused["bom-ref"], own["bom-ref"]]},
            {"ref": own["bom-ref"], "dependsOn": [serde["bom-ref"]]},
            {"ref": unused["bom-ref"]},
        ],
    }


class Sbom(unittest.TestCase):
    parts = parts_of(f"token v0.1.0 ({ROOT}/functions/token)\ncore v0.1.0 ({ROOT}/crates/core)\nserde v1.0.229\n\n")

    def test_lists_what_is_linked_and_nothing_else(self):
        pruned = prune(document(), self.parts, ROOT)
        self.assertEqual([part["name"] for part in pruned["components"]], ["core", "serde"])
        self.assertEqual(
            pruned["dependencies"],
            [
                {"ref": "path:functions/token#0.1.0", "dependsOn": ["path:crates/core#0.1.0"]},
                {"ref": "path:crates/core#0.1.0", "dependsOn": ["registry+https://example#serde@1.0.229"]},
            ],
        )

    def test_names_no_path_of_the_machine(self):
        self.assertNotIn(ROOT, str(prune(document(), self.parts, ROOT)))
        self.assertNotIn("file://", str(prune(document(), self.parts, ROOT)))

    def test_refuses_to_leave_something_out(self):
        with self.assertRaisesRegex(SystemExit, "ring"):
            prune(document(), self.parts | {("ring", "0.17.14")}, ROOT)


if __name__ == "__main__":
    unittest.main()
