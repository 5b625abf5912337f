"""The script that becomes a program: whatever stands in its words and environment arrives as it is."""

import json
import subprocess
import sys
from pathlib import Path

from service.local.processes import MARK
from service.local.server import Program, script

NASTY = "a'b\"c ; # % $HOME `id` \\ \n hồ sơ số"
TELL = "import json, os, sys; print(json.dumps([sys.argv[1:], dict(os.environ), os.getcwd(), os.getpid()]))"


def run(program: Program, data_dir: Path) -> tuple[list[str], dict[str, str], str, int, int]:
    process = subprocess.Popen(
        ["sh", "-c", script(program, data_dir)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    told, complaint = process.communicate()
    assert not complaint
    return (*json.loads(told), process.pid)


def test_words_and_environment_arrive_unchanged(tmp_path: Path) -> None:
    folder = tmp_path / NASTY.replace("\n", "")
    folder.mkdir()
    program = Program(
        name="a", command=[sys.executable, "-c", TELL, NASTY, ""], environment={"A": NASTY}, directory=folder
    )
    words, environment, where, _, _ = run(program, folder)
    assert words == [NASTY, ""]
    assert environment["A"] == NASTY
    assert environment[MARK] == str(folder)
    assert where == str(folder)


def test_the_program_takes_the_place_of_the_script(tmp_path: Path) -> None:
    program = Program(name="a", command=[sys.executable, "-c", TELL], directory=tmp_path)
    *_, pid, started = run(program, tmp_path)
    assert pid == started


def test_a_variable_that_no_shell_can_name_does_not_stop_the_program(tmp_path: Path) -> None:
    strange = {"BASH_FUNC_x%%": "() { :; }", "A": "1"}
    program = Program(name="a", command=[sys.executable, "-c", TELL], environment=strange, directory=tmp_path)
    assert run(program, tmp_path)[1]["A"] == "1"


def test_secrets_stay_out_of_what_is_printed() -> None:
    assert "mật khẩu" not in repr(Program(name="a", command=["x"], environment={"P": "mật khẩu"}))
