"""The two forms in the shape a device can fill without a network: no token, nobody's name; the rest follows later."""

from crm.demands.forms import DemandForm
from crm.interactions.forms import ServiceForm
from crm.interactions.models import Channel
from crm.web.words import choices


class OfflineServiceForm(ServiceForm):
    """A service; whom one met and who came along is added by a correction."""

    class Meta(ServiceForm.Meta):
        """The token is fetched anew when the form is sent."""

        csrf = False

    def __init__(self) -> None:
        super().__init__(formdata=None, prefix="service-")
        self.channel.choices = [each for each in choices("channel") if each.value != Channel.BRIEFING]


class OfflineDemandForm(DemandForm):
    """A demand; department and clock follow the category."""

    class Meta(DemandForm.Meta):
        """The token is fetched anew when the form is sent."""

        csrf = False

    def __init__(self) -> None:
        super().__init__(formdata=None, prefix="demand-")
