from django.db import migrations

# label, rule, statement, severity, suggested sanction, hours, quotes words
RULES = [
    ("Personal attack", "Argue with what somebody says, not with who they are. No insults, no threats, no mockery of other readers, of our authors or of the people we write about.",
     "Your comment attacks a person rather than an argument. You are welcome to make the same point without it.", 3, "", None, True),
    ("Hate", "Nobody is run down here for their origin, religion, sex, orientation, disability or illness.",
     "Your comment runs down people for what they are. We do not print that.", 4, "mute", 168, True),
    ("Threat or call to violence", "No threats, and no wishing harm on anybody.",
     "Your comment threatens somebody or wishes them harm. We do not print that, and we keep a record of it.", 5, "ban", None, False),
    ("Spam or advertising", "This is no place for advertising, for your own or anybody else’s.",
     "Your comment advertises something. Our readers come here to talk to one another.", 2, "", None, False),
    ("Off topic", "Stay with the subject of the article.",
     "Your comment is about something else than the article above it. It may well fit under another one.", 1, "", None, False),
    ("Private data", "Do not publish addresses, numbers or private matters of other people.",
     "Your comment contains private data of somebody. Leave it out, and you are welcome to write again.", 4, "", None, False),
    ("False claim of fact", "Claims of fact that are plainly wrong and do harm are not printed without a source.",
     "Your comment states as a fact what is, as far as we can tell, not true. With a source we will gladly look again.", 2, "", None, False),
    ("Against the law", "What the law forbids to be published is not published here.",
     "We have reason to believe that publishing your comment is against the law.", 5, "premoderation", 720, False),
    ("Disrupting the conversation", "No shouting, no flooding, no provoking for its own sake, no posing as somebody else.",
     "Your comment disturbs the conversation rather than adding to it. Say it once, calmly, and it is welcome.", 2, "", None, False),
]  # fmt: skip

STEPS = [(2, 30, "warning", None), (3, 30, "mute", 24), (5, 30, "mute", 168), (8, 90, "ban", None)]


def write_down(apps, schema_editor):
    HouseRule = apps.get_model("comments", "HouseRule")
    for position, (label, rule, statement, severity, suggests, hours, quotes) in enumerate(RULES, 1):
        HouseRule.objects.create(
            label=label, rule=rule, statement=statement, severity=severity, suggests=suggests,
            suggests_hours=hours, quotes_words=quotes, position=position,
        )  # fmt: skip
    LadderStep = apps.get_model("comments", "LadderStep")
    for rejections, days, kind, hours in STEPS:
        LadderStep.objects.create(rejections=rejections, within_days=days, kind=kind, hours=hours)
    apps.get_model("comments", "Rulebook").objects.create(pk=1, number=1)


class Migration(migrations.Migration):
    dependencies = [("comments", "0008_find_by_address_time_and_act")]

    # Back, the tables go with their rows.
    operations = [migrations.RunPython(write_down, migrations.RunPython.noop)]
