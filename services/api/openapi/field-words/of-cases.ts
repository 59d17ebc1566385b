/** Fields of a case, its contacts, plan, journal and exit: name, Swedish, English. */
export const caseFields = `
caseId | Ärendets id. | The id of the case.
replacesCaseId | Ärendet som detta ersätter. | The case that this one replaces.
correctCaseId | Det rätta ärendet, när detta är felregistrerat. | The right case, where this one was entered in error.
movedToCaseId | Ärendet dit anteckningen flyttades. | The case that the entry was moved to.
caseStatus | Ärendets läge. | Where the case stands.
caseVersion | Versionen av ärendet som raden visar. | The version of the case that the row shows.
phase | Var i arbetet ärendet är. | How far the work has come.
route | Vägen från första kontakt till avslut. | The route from first contact to exit.
closing | Hur ärendet avslutades. | How the case was closed.
periodNo | Periodens nummer, från 1; ett återöppnat ärende får en ny. | Number of the period, from 1; a reopened case gets a new one.
earlierPeriods | Perioder före den som pågår. | Periods before the one under way.
receivedAt | När ansökan eller beställningen kom in. | When the application or order came in.
servedAs | I vilken egenskap personen får insatsen. | In which capacity the person is served.
legalBasis | Lagen som ärendet förs enligt. | The act that the case is kept under.
legalBases | Lagarna som enheten arbetar enligt. | The acts that the unit works under.
source | Varifrån uppgiften eller ärendet kommer. | Where the fact or the case comes from.
referredTo | Vart personen hänvisades. | Where the person was referred.
snapshotId | Nulägesbildens id. | The id of the intake snapshot.
formId | Formulärets id. | The id of the form.
formVersion | Formulärets version. | The version of the form.
answers | Svaren i formuläret. | The answers of the form.
question | Frågan. | The question.
contactId | Kontaktens id. | The id of the contact.
replacesContactId | Den bokade kontakt som denna ersätter. | The booked contact that this one replaces.
contactAt | När första kontakten hölls. | When the first contact was held.
heldAt | När det hölls. | When it was held.
missedAt | När det uteblev. | When it was missed.
attendees | De som var med. | Those who took part.
interpreterNeeded | Om tolk behövs. | Whether an interpreter is needed.
interpreterLanguage | Tolkens språk (ISO 639). | The interpreter's language (ISO 639).
purposeExplained | Om syftet förklarades för personen. | Whether the purpose was explained to the person.
notifiedAbsence | Om personen meddelade förhinder. | Whether the person told of the absence.
ownAnswer | Personens egna ord. | The person's own words.
track | Spåret: huvudflöde eller särskilt stöd. | The track: main flow or special support.
trackSetBy | Händelsen som satte spåret. | The event that set the track.
barriers | Hinder för egen försörjning. | Barriers to making one's own living.
basis | Vad bedömningen vilar på. | What the assessment rests on.
planId | Planens id. | The id of the plan.
plan | Planen som gäller. | The plan in force.
planType | Vilket slags plan. | Which kind of plan.
planState | Planens läge. | Where the plan stands.
planAt | När planen började gälla. | When the plan came into force.
planSameDay | Om planen gjordes samma dag som första kontakten. | Whether the plan was made on the day of the first contact.
activatedOn | Dagen planen började gälla. | The day the plan came into force.
agreedByParticipantAt | När personen godkände planen. | When the person agreed to the plan.
withParticipant | Om personen var med. | Whether the person took part.
reviewedOn | Dagen för uppföljningen. | The day of the review.
outcome | Vad uppföljningen ledde till. | What the review led to.
revision | Ordningsnumret för ändringen. | The number of the revision.
nextStep | Nästa steg. | The next step.
nextStepOn | Dagen för nästa steg. | The day of the next step.
step | Steget. | The step.
goals | Planens mål. | The goals of the plan.
goalId | Målets id. | The id of the goal.
goalKind | Vilket slags mål. | Which kind of goal.
wording | Målets ordalydelse. | The wording of the goal.
targetOn | Dagen då målet ska vara nått. | The day by which the goal should be reached.
reachedOn | Dagen då målet nåddes. | The day on which the goal was reached.
addGoals | Mål som läggs till. | Goals to add.
changeGoals | Mål som ändras. | Goals to change.
reachGoals | Mål som är nådda. | Goals that were reached.
dropGoals | Mål som tas bort. | Goals to drop.
activities | Planens aktiviteter. | The activities of the plan.
activityId | Aktivitetens id. | The id of the activity.
addActivities | Aktiviteter som läggs till. | Activities to add.
endActivities | Aktiviteter som avslutas. | Activities to end.
providerParty | Parten som ordnar det. | The party that provides it.
providerOrganisation | Organisationen som ordnar det. | The organisation that provides it.
interventionId | Insatsens id. | The id of the intervention.
hoursPerWeek | Timmar i veckan. | Hours a week.
plannedStartOn | Dagen då det är tänkt att börja. | The day on which it is meant to start.
entryId | Anteckningens id. | The id of the journal entry.
category | Anteckningens slag. | The category of the entry.
aboutOn | Dagen som anteckningen handlar om, inte framtida. | The day that the entry is about, not to come.
correctionId | Rättelsens id. | The id of the correction.
objectionId | Invändningens id. | The id of the objection.
documentId | Handlingens id. | The id of the document.
documentRef | Var handlingen finns. | Where the document is.
externalRef | Handlingens beteckning i ett annat system. | The reference of the document in another system.
contentHash | Handlingens SHA-256-summa. | The SHA-256 sum of the document.
struckBy | Händelsen som makulerade anteckningen. | The event that struck the entry.
closedOn | Dagen för avslutet. | The day of the exit.
destination | Vart personen gick vid avslutet. | Where the person went at the exit.
occupation | Sysselsättningen. | The occupation.
studyForm | Studieformen. | The form of studies.
studyAidEntitled | Om studierna ger rätt till studiemedel. | Whether the studies give right to study aid.
householdSelfSufficient | Om hela hushållet försörjer sig självt. | Whether the whole household supports itself.
carriedOverMeasureIds | Åtgärder som fortsätter efter avslutet. | Measures that go on after the exit.
caseClosingDefinitions | Definitioner av utfall som gäller vid avslut. | Outcome definitions that apply at exits.
waitId | Väntans id. | The id of the wait.
wait | Väntan som pågår. | The wait under way.
waitUntilOn | Dagen som man väntar till. | The day that is waited for.
waitOver | Om väntetiden är slut. | Whether the time of waiting is over.
waitsFor | Vem man väntar på. | Whom one waits for.
expectedOn | Dagen då det väntas. | The day on which it is expected.
resumesAs | Läget som det återgår till. | The state that it goes back to.
conditionForReturn | Vad som ska ha hänt vid återkomsten. | What must have happened at the return.
reasons | Skälen till att raden finns, vart och ett med dag. | The reasons for the row, each with its day.
subStatus | Skälets närmare läge. | The finer state of the reason.
subjectId | Id för det som skälet gäller. | The id of what the reason is about.
anchorOn | Dagen som förfallodagen räknas från. | The day that the due day is counted from.
showFrom | Dagen då raden börjar visas. | The day on which the row begins to show.
dimmed | Om raden visas nedtonad. | Whether the row is shown dimmed.
newToMe | Om ärendet är nytt för läsaren. | Whether the case is new to the reader.
unread | Om något hänt sedan läsaren sist öppnade ärendet. | Whether something happened since the reader last opened the case.
mine | Läsarens egna. | The reader's own.
unit | Enheten, eller enhetens. | The unit, or those of the unit.
lastActivityAt | När något senast hände i ärendet. | When something last happened in the case.
actions | Kommandon som läsarens roll och ärendets status tillåter. | Commands that the reader's role and the status of the case allow.
recordedLate | Om det registrerades mer än en dag efter att det hände. | Whether it was recorded more than a day after it happened.
topic | Händelsens ämne. | The topic of the event.
group | Det som hör till samma åtgärd. | What belongs to the same operation.
eventId | Händelsens id. | The id of the event.
occurredAt | När det hände, som det uppgavs. | When it happened, as stated.
recordedAt | När det registrerades. | When it was recorded.
actor | Vem som gjorde det, i vilken roll. | Who did it, in which role.
data | Det som uppgavs. | What was stated.
cases | Antal ärenden. | Number of cases.
`;
