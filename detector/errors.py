"""Every error this package raises on purpose. Messages name the file or value and the cure."""


class DetectorError(Exception):
    """Anything that stops a command and is the user's to mend (exit status 2)."""


class InputNotFound(DetectorError):
    """An input path does not exist."""


class NothingReadable(DetectorError):
    """No article could be read from any input."""


class ModelNotUsable(DetectorError):
    """A model folder or name lacks what its role needs."""


class LabelsUnclear(ModelNotUsable):
    """The order of entailment, neutral and contradiction cannot be established."""


class ExtraMissing(DetectorError):
    """An optional package is needed; the message says the install line."""


class BackendNotUsable(DetectorError):
    """The backend that the models are to be computed by is not there."""


class EngineFailed(DetectorError):
    """The engine that the work was to be spread over is not there, or lost what it was given."""


class DataNotFound(DetectorError):
    """A data set that training or evaluation needs is not there."""
