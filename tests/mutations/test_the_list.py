"""The list of mutations fits the code as it is, so that it can be run at any time."""

import ast

import pytest

from tests.mutations.breaking_changes import MUTATIONS
from tests.mutations.mutation import ROOT


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda each: each.rule)
def test_a_mutation_changes_one_place_and_leaves_valid_python(mutation):
    source = (ROOT / mutation.path).read_text(encoding="utf-8")
    mutated = mutation.applied_to(source)
    ast.parse(mutated)
    assert ast.dump(ast.parse(mutated)) != ast.dump(ast.parse(source))


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda each: each.rule)
def test_the_tests_of_a_mutation_are_there(mutation):
    for test in mutation.tests:
        file, _, name = test.partition("::")
        assert f"def {name.rpartition('::')[2]}(" in (ROOT / file).read_text() or not name
