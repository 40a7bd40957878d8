"""Machine code is never older than the sources that it was made from."""

import shutil

from standoff.solve import compiled
from standoff.solve.anderson import climb
from standoff.solve.compiled import FOLDER, SOURCES, cache_folder, source_hash


def test_every_file_with_compiled_functions_is_in_the_hash():
    using = {
        path.name
        for path in FOLDER.glob("*.py")
        if any(
            word in path.read_text(encoding="utf-8")
            for word in ("@compiled", "@inner", "njit", "@_built_in")
        )
    }
    assert using | {"passplan.py"} == set(SOURCES)  # kernels take its record


def test_a_change_to_any_of_them_changes_the_folder(tmp_path):
    for name in SOURCES:
        shutil.copy(FOLDER / name, tmp_path / name)
    assert source_hash(tmp_path) == source_hash()
    for name in SOURCES:
        before = source_hash(tmp_path)
        with (tmp_path / name).open("a", encoding="utf-8") as file:
            file.write("# changed\n")
        assert source_hash(tmp_path) != before


def test_kernels_use_that_folder_and_leave_the_setting_of_others_alone():
    assert source_hash() in str(climb._cache.cache_path)
    assert str(compiled.config.CACHE_DIR or "") == compiled._CHOSEN


def test_a_folder_that_the_user_chose_is_kept(tmp_path):
    assert cache_folder(str(tmp_path)).parent == tmp_path
