/** A participant of the demo. `language` is a code of ISO 639-1. */
export type Participant = {
  readonly givenName: string;
  readonly familyName: string;
  /** A day from which the official test numbers hold one for this sex. */
  readonly birthDate: string;
  readonly sex: 'female' | 'male';
  readonly language: string;
};

type Row = readonly [given: string, family: string, born: string, sex: 'female' | 'male', language: string];

/** Made-up names, combined at random; they are nobody's in particular. */
const rows: readonly Row[] = [
  ['Amina', 'Farah', '1977-01-01', 'female', 'so'],
  ['Erik', 'Nordin', '1984-06-12', 'male', 'sv'],
  ['Yusuf', 'Demir', '1991-11-23', 'male', 'tr'],
  ['Maria', 'Ljung', '1998-04-07', 'female', 'sv'],
  ['Olena', 'Kovalenko', '2005-09-18', 'female', 'uk'],
  ['Ali', 'Hosseini', '1983-02-02', 'male', 'fa'],
  ['Sofia', 'Åström', '1990-07-13', 'female', 'sv'],
  ['Tesfay', 'Habte', '1997-12-24', 'male', 'ti'],
  ['Lina', 'Berglund', '2004-05-08', 'female', 'sv'],
  ['Hassan', 'Omar', '1982-10-19', 'male', 'so'],
  ['Johan', 'Ek', '1989-03-03', 'male', 'sv'],
  ['Fatima', 'Al-Masri', '1996-08-14', 'female', 'ar'],
  ['Anton', 'Wallin', '2003-01-25', 'male', 'sv'],
  ['Nadia', 'Haddad', '1981-06-09', 'female', 'ar'],
  ['Goran', 'Petrović', '1988-11-20', 'male', 'sr'],
  ['Elsa', 'Hedman', '1995-04-04', 'female', 'sv'],
  ['Mehmet', 'Yilmaz', '2002-09-15', 'male', 'tr'],
  ['Ida', 'Sjögren', '1980-02-26', 'female', 'sv'],
  ['Samir', 'Khalil', '1987-07-10', 'male', 'ar'],
  ['Emma', 'Lundin', '1994-12-21', 'female', 'sv'],
  ['Selam', 'Tekle', '2001-05-05', 'female', 'ti'],
  ['Viktor', 'Engberg', '1979-10-16', 'male', 'sv'],
  ['Zahra', 'Rahimi', '1986-03-27', 'female', 'fa'],
  ['Oskar', 'Melin', '1993-08-11', 'male', 'sv'],
  ['Iryna', 'Bondar', '2000-01-22', 'female', 'uk'],
  ['Abdi', 'Warsame', '1978-06-06', 'male', 'so'],
  ['Frida', 'Öberg', '1985-11-17', 'female', 'sv'],
  ['Bilal', 'Aydin', '1992-04-01', 'male', 'tr'],
  ['Klara', 'Norling', '1999-09-12', 'female', 'sv'],
  ['Reza', 'Moradi', '1977-02-23', 'male', 'fa'],
  ['Hanna', 'Viklund', '1984-07-07', 'female', 'sv'],
  ['Dawit', 'Gebre', '1991-12-18', 'male', 'ti'],
  ['Mira', 'Novak', '1998-05-02', 'female', 'hr'],
  ['Simon', 'Falk', '2005-10-13', 'male', 'sv'],
  ['Leyla', 'Kaya', '1983-03-24', 'female', 'tr'],
  ['Filip', 'Åkerlund', '1990-08-08', 'male', 'sv'],
  ['Rana', 'Saleh', '1997-01-19', 'female', 'ar'],
  ['Adam', 'Sten', '2004-06-03', 'male', 'sv'],
  ['Khadra', 'Nur', '1982-11-14', 'female', 'so'],
  ['Jonas', 'Lindahl', '1989-04-25', 'male', 'sv'],
  ['Nour', 'Mansour', '1996-09-09', 'female', 'ar'],
  ['Emil', 'Hagström', '2003-02-20', 'male', 'sv'],
  ['Parisa', 'Jafari', '1981-07-04', 'female', 'fa'],
  ['Lukas', 'Bergvall', '1988-12-15', 'male', 'sv'],
  ['Oksana', 'Melnyk', '1995-05-26', 'female', 'uk'],
  ['Ibrahim', 'Diallo', '2002-10-10', 'male', 'fr'],
  ['Agnes', 'Rydell', '1980-03-21', 'female', 'sv'],
  ['Marek', 'Wójcik', '1987-08-05', 'male', 'pl'],
  ['Tove', 'Isaksson', '1994-01-16', 'female', 'sv'],
  ['Farid', 'Noori', '2001-06-27', 'male', 'fa'],
  ['Alva', 'Sandell', '1979-11-11', 'female', 'sv'],
  ['Jamal', 'Aden', '1986-04-22', 'male', 'so'],
  ['Thea', 'Björkman', '1993-09-06', 'female', 'sv'],
  ['Petro', 'Shevchuk', '2000-02-17', 'male', 'uk'],
  ['Saga', 'Dahlin', '1978-07-01', 'female', 'sv'],
  ['Hiwa', 'Karim', '1985-12-12', 'male', 'ku'],
  ['Elin', 'Forsell', '1992-05-23', 'female', 'sv'],
  ['Nikola', 'Marić', '1999-10-07', 'male', 'sr'],
  ['Stina', 'Öst', '1977-03-18', 'female', 'sv'],
  ['Anwar', 'Sayed', '1984-08-02', 'male', 'ar'],
  ['Wilma', 'Eklöf', '1991-01-13', 'female', 'sv'],
  ['Kidane', 'Araya', '1998-06-24', 'male', 'ti'],
  ['Moa', 'Lindvall', '2005-11-08', 'female', 'sv'],
  ['Rashid', 'Amiri', '1983-04-19', 'male', 'fa'],
  ['Tuva', 'Holmgren', '1990-09-03', 'female', 'sv'],
  ['Besnik', 'Krasniqi', '1997-02-14', 'male', 'sq'],
  ['Greta', 'Sundin', '2004-07-25', 'female', 'sv'],
  ['Omar', 'Fadel', '1982-12-09', 'male', 'ar'],
  ['Nellie', 'Brandt', '1989-05-20', 'female', 'sv'],
  ['Jonatan', 'Ahlin', '1996-10-04', 'male', 'sv'],
  ['Shirin', 'Ahmadi', '2003-03-15', 'female', 'fa'],
];

/** The participants of the demo, each with an official test number. */
export const participants: readonly Participant[] = rows.map(([givenName, familyName, birthDate, sex, language]) => ({
  givenName,
  familyName,
  birthDate,
  sex,
  language,
}));
