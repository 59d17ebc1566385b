/** Fields of persons, staff and units: name, Swedish, English. */
export const peopleFields = `
personId | Personens id. | The id of the person.
person | Personen som ärendet gäller. | The person that the case is about.
givenName | Förnamn; null om det är gallrat. | Given name; null if erased.
familyName | Efternamn; null om det är gallrat. | Family name; null if erased.
birthYear | Födelseår. | Year of birth.
birthDate | Födelsedatum. | Date of birth.
sex | Kön enligt folkbokföringen. | Sex as in the population register.
idKind | Vilket slags nummer. | Which kind of number.
idNumber | Personnummer eller samordningsnummer. | Personal or coordination number.
identityNumber | Personnummer eller samordningsnummer. | Personal or coordination number.
idIssuer | Den som utfärdat numret. | Who issued the number.
municipalityCode | Kommunkod, fyra siffror. | Municipality code, four digits.
municipalityId | Kommunens id; kommunens egna inställningar är inställningarna för enheten med detta id. | The id of the municipality; its own settings are those of the unit of this id.
settingOrigins | Varifrån varje inställning kommer: enheten, kommunen eller standardvärdet. | Where each setting comes from: the unit, the municipality or the default.
address | Adressen. | The address.
phone | Telefonnummer. | Phone number.
email | E-postadress. | E-mail address.
preferredChannel | Hur personen helst nås. | How the person prefers to be reached.
language | Språk och behov av tolk. | Language and need of an interpreter.
deceasedOn | Dagen personen avled. | The day on which the person died.
protection | Skyddet för personens uppgifter. | The protection of the person's data.
protectionSetBy | Händelserna som satte skyddet. | The events that set the protection.
level | Nivån. | The level.
effectiveOn | Dagen från vilken det gäller. | The day from which it is in force.
liftedOn | Dagen då skyddet hävdes. | The day on which the protection was lifted.
basisCode | Grunden för beslutet. | The basis of the decision.
competenceId | Kompetensens id. | The id of the competence.
occupationCode | Yrkeskod (SSYK). | Occupation code (SSYK).
years | Antal år. | Number of years.
educationLevel | Utbildningsnivå (SUN). | Level of education (SUN).
validation | Om kompetensen är validerad. | Whether the competence was validated.
firstAdmittedOn | Dagen för första antagningen till sfi. | The day of the first admission to Swedish for immigrants.
rightEndsOn | Sista dagen med rätt till sfi. | The last day with a right to Swedish for immigrants.
studyPath | Studievägen i sfi. | The study path.
course | Kursen. | The course.
passedOn | Dagen då kursen blev godkänd. | The day on which the course was passed.
openCaseId | Personens öppna ärende, om läsaren får känna till det. | The person's open case, if the reader may know of it.
userId | Medarbetarens id. | The id of the member of staff.
toUserId | Medarbetaren som tar över. | The member of staff who takes over.
fromUserId | Medarbetaren som lämnar över. | The member of staff who hands over.
byUserId | Medarbetaren som gör det. | The member of staff who does it.
deputyUserId | Ställföreträdarens id. | The id of the deputy.
deputy | Ställföreträdaren. | The deputy.
standsIn | Om ställföreträdaren är i tjänst nu. | Whether the deputy stands in now.
leadUserId | Enhetschefens id. | The id of the unit lead.
caseworkerUserId | Handläggarens id. | The id of the caseworker.
reroutedFromUserId | Den som uppgiften annars hade gått till. | Whom the task would otherwise have gone to.
assigned | De som är ansvariga i ärendet. | Those who are responsible in the case.
assignedAt | När ansvaret gavs. | When the responsibility was given.
roleInCase | Rollen i ärendet. | The role in the case.
role | Rollen. | The role.
roles | Rollerna. | The roles.
displayName | Namnet som visas. | The name shown.
partyKind | Parten som medarbetaren hör till. | The party that the member of staff belongs to.
capacityPercent | Tjänstgöringsgrad i procent. | Working time in percent.
protectedCasesAllowed | Om medarbetaren får ha skyddade ärenden. | Whether the member of staff may have protected cases.
leftOn | Dagen då medarbetaren slutade. | The day on which the member of staff left.
absenceId | Frånvarons id. | The id of the absence.
returnedOn | Dagen för återkomsten. | The day of the return.
overrideReason | Varför det görs trots hindret. | Why it is done in spite of the obstacle.
commands | Kommandon som rollen ger tillgång till. | Commands that the role gives access to.
unitId | Enhetens id. | The id of the unit.
unitIds | Medarbetarens enheter. | The units of the member of staff.
unitName | Enhetens namn. | The name of the unit.
fromUnitId | Enheten som lämnar över. | The unit that hands over.
toUnitId | Enheten som tar emot. | The unit that receives.
handoverUnitId | Enheten som tar över. | The unit that takes over.
handoverNote | Det som den som tar över behöver veta. | What whoever takes over needs to know.
transfer | Överlämningen till en annan enhet. | The transfer to another unit.
settings | Inställningar som gäller i dag. | Settings in force today.
changes | Ändringarna. | The changes.
key | Inställningens namn. | The name of the setting.
available | Om det finns att tillgå. | Whether it is available.
activityRequirement.firstMonth | Första månaden med aktivitetskrav. | The first month with a requirement of activity.
consent.maxMonths | Längsta giltighet för samtycken, månader. | The longest validity of consents, months.
consent.forms | Former av samtycke som godtas. | Forms of consent that are accepted.
placement.maxMonths | Längsta praktik, månader. | The longest placement, months.
placement.capMonths | Längsta praktik sammanlagt, månader. | The longest placements together, months.
firstContact.days | Arbetsdagar till första kontakten. | Business days to the first contact.
plan.days | Arbetsdagar till planen. | Business days to the plan.
planReview.firstDays | Dagar till första uppföljningen. | Days to the first review.
planReview.nextDays | Dagar mellan uppföljningar. | Days between reviews.
silent.days | Dagar utan händelser innan ärendet är tyst. | Days without events until a case is silent.
measure.remindDays | Dagar före förfallodagen för påminnelse. | Days before the due day for a reminder.
measure.maxDateChanges | Hur många gånger en åtgärds dag får flyttas. | How many times the day of a measure may be moved.
minutes.days | Arbetsdagar till minnesanteckningar. | Business days to the minutes.
invite.days | Arbetsdagar före samtalet för kallelse. | Business days before the meeting for invitations.
ring.morning | När påminnelser ringer på morgonen. | When reminders ring in the morning.
ring.midday | När påminnelser ringer mitt på dagen. | When reminders ring at midday.
caseload.perFullTime | Ärenden per heltidstjänst. | Cases for each full-time post.
absence.deputyAfterDays | Dagars frånvaro innan ställföreträdare behövs. | Days of absence until a deputy is needed.
unassignAfterClosedDays | Dagar efter avslut tills ansvaret upphör. | Days after an exit until responsibility ends.
wait.maxDays | Längsta väntan, dagar. | The longest wait, days.
`;
