"""What frictionless finds of the same faults."""

from faults.run import make
from faults.world import World

SAMPLE = 150
# A fault in the keys of one table may show in the tables that lead to it.
KEYED = "deleted-row renamed-id repeated-id reused-id copied-row cut-off dropped-column renamed-column".split()


def found(world: World, job: tuple[str, int]) -> tuple[str, bool] | None:
    """Say of which kind the fault is and whether frictionless finds it; None for a harmless one."""
    import frictionless

    fault = make(world, *job)
    if fault is None:
        return None
    world.put(fault.table, fault.data)
    try:
        package = frictionless.Package(str(world.folder / "datapackage.json"))
        names = [fault.table]
        if job[0] in KEYED:
            tables = world.package.tables.values()
            names += [
                t.name
                for t in tables
                if fault.table in {target for target, _ in t.foreign.values()}
            ]
        return job[0], not all(package.get_resource(name).validate().valid for name in names)
    finally:
        world.put(fault.table, world.data[fault.table])
