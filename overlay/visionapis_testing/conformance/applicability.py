"""Whether a check of schemathesis judged a response: its checks also succeed where they have nothing to judge."""

# schemathesis is only partially typed.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Callable, Mapping
from functools import wraps
from itertools import takewhile
from urllib.parse import urlsplit

from schemathesis import CheckContext, Response
from schemathesis.core.parameters import ParameterLocation
from schemathesis.engine.recorder import ScenarioRecorder
from schemathesis.generation.meta import REQUEST_SHAPE_PROBES, CoveragePhaseData, CoverageScenario, coverage_scenario

from .errors import UNREADABLE
from .scenarios import REQUIREMENTS, Case, Check, CheckFailure


def skipping(check: Check) -> Check:
    """Return a check of this package that has no result where it required nothing.

    It fails for a response that it cannot parse.
    """

    @wraps(check)
    def skipped(ctx: CheckContext, response: Response, case: Case) -> bool:
        before = REQUIREMENTS.count
        try:
            check(ctx, response, case)
        except UNREADABLE as error:
            raise CheckFailure(f"the response cannot be parsed: {type(error).__name__}") from None
        return REQUIREMENTS.count == before

    return skipped


def judged(check: str, recorder: ScenarioRecorder, case_id: str) -> bool:
    """Return whether a check that succeeded for a case had something to judge; true for checks of this package.

    Those of this package tell schemathesis themselves, and have no result then.
    """
    judges = _JUDGES.get(check)
    return judges is None or judges(_Judged(recorder, case_id))


class _Judged:
    """A case and its response, as the checks look at them."""

    def __init__(self, recorder: ScenarioRecorder, case_id: str) -> None:
        self.recorder = recorder
        self.case_id = case_id
        self.case = recorder.cases[case_id].value
        interaction = recorder.interactions.get(case_id)
        self.response = interaction.response if interaction else None

    @property
    def method(self) -> str:
        """The method of the operation, in lower case."""
        return str(self.case.operation.method)

    @property
    def scenario(self) -> CoverageScenario | None:
        """The kind of mistake that a request of the coverage phase has, if any."""
        return coverage_scenario(self.case)

    @property
    def has_usual_shape(self) -> bool:
        """Whether the request has a method of the contract and a parsable body."""
        return self.scenario not in REQUEST_SHAPE_PROBES

    def defines(self, member: str) -> bool:
        """Return whether the contract has this member for the response's status."""
        status = self.response.status_code if self.response else 0
        definition = self.case.operation.responses.find_by_status_code(status)
        return definition is not None and bool(definition.definition.get(member))

    @property
    def lacks_header(self) -> bool:
        """Whether a required header is missing from the request."""
        data = self.case.meta.phase.data if self.case.meta else None
        return (
            isinstance(data, CoveragePhaseData)
            and data.scenario == CoverageScenario.MISSING_PARAMETER
            and data.parameter_location == ParameterLocation.HEADER
        )

    def has_mode(self, mode: str) -> bool:
        """Return whether the request was generated as `positive` or as `negative` data."""
        return self.has_usual_shape and self.case.meta is not None and self.case.meta.generation.mode.value == mode

    @property
    def has_probes(self) -> bool:
        """Whether a check sent the request again, for example without its key."""
        return any(node.parent_id == self.case_id for node in self.recorder.cases.values())

    def follows(self, method: str) -> bool:
        """Return whether an earlier request with this method, to this path or one above it, succeeded."""
        path = self._path(self.case_id)
        for case_id in takewhile(self.case_id.__ne__, self.recorder.cases):
            found = self.recorder.interactions.get(case_id)
            if found is not None and found.response is not None and 200 <= found.response.status_code < 300:
                is_above = f"{path}/".startswith(f"{self._path(case_id)}/")
                if is_above and self.recorder.cases[case_id].value.operation.method == method:
                    return True
        return False

    def _path(self, case_id: str) -> str:
        interaction = self.recorder.interactions.get(case_id)
        return urlsplit(interaction.request.uri).path.rstrip("/") if interaction else ""


_JUDGES: Mapping[str, Callable[[_Judged], bool]] = {
    "allow_header_conformance": lambda each: bool(each.response and each.response.headers.get("allow")),
    "content_type_conformance": lambda each: each.has_usual_shape and each.defines("content"),
    "ensure_resource_availability": lambda each: each.method != "post" and each.follows("post"),
    "ignored_auth": lambda each: each.has_probes,
    "missing_required_header": lambda each: each.lacks_header,
    "negative_data_rejection": lambda each: each.has_mode("negative"),
    "object_level_authorization": lambda each: False,  # needs two identities
    "positive_data_acceptance": lambda each: each.has_mode("positive"),
    "response_headers_conformance": lambda each: each.has_usual_shape and each.defines("headers"),
    "response_schema_conformance": lambda each: each.has_usual_shape and each.defines("content"),
    "status_code_conformance": lambda each: each.has_usual_shape,
    "unsupported_method": lambda each: each.scenario == CoverageScenario.UNSPECIFIED_HTTP_METHOD,
    "use_after_free": lambda each: each.method != "delete" and each.follows("delete"),
}
