/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sheet_columns.h"

const struct column sheet_columns[SHEET_COLUMN_COUNT] = {
    [SHEET_ID] = {"identifiant", "id|numéro|code|référence"},
    [SHEET_TYPE] = {"type", "genre|nature|type de ressource"},
    [SHEET_NAME] = {"nom", "nom et prénom|nom prénom|prénom nom|nom complet|raison sociale|"
                           "dénomination|intitulé|structure|nom de la structure|"
                           "nom du professionnel|name"},
    [SHEET_FIRST_NAME] = {"prénom", "first name"},
    [SHEET_PROFESSION] = {"profession", "métier|profession de santé|catégorie|type de structure"},
    [SHEET_SKILLS] = {"compétences", "compétence|savoir-faire|actes|soins|spécialité|spécialités|"
                                     "activités|prestations|services|expertise|domaines de "
                                     "compétences|skills"},
    [SHEET_ADDRESS] = {"adresse", "rue|voie|adresse postale|adresse du cabinet|numéro et rue|"
                                  "adresse professionnelle|adresse complète|address"},
    [SHEET_POSTCODE] = {"code postal", "cp|code postal du cabinet|postcode"},
    [SHEET_CITY] = {"commune", "ville|localité|nom de la commune|city"},
    [SHEET_LON] = {"lon", "longitude|lng|long|x"},
    [SHEET_LAT] = {"lat", "latitude|y"},
    [SHEET_PHONE] = {"téléphone", "tél|tel fixe|téléphone fixe|numéro de téléphone|standard|"
                                  "téléphone public|téléphone du cabinet|phone"},
    [SHEET_DIRECT_PHONE] = {"téléphone direct", "ligne directe|portable|mobile|tél direct|"
                                                "tel portable|téléphone portable|"
                                                "téléphone professionnel|téléphone réservé"},
    [SHEET_MSSANTE] = {"mssanté", "messagerie sécurisée|mail sécurisé|mss|adresse mssanté|"
                                  "messagerie sécurisée de santé"},
    [SHEET_EMAIL] = {"email", "mail|courriel|e-mail|adresse mail|adresse électronique|"
                              "adresse e-mail"},
    [SHEET_WEBSITE] = {"site", "site internet|site web|url|lien|prise de rendez-vous|website"},
    [SHEET_HOME] = {"domicile", "à domicile|visite à domicile|visites à domicile|"
                                "se déplace à domicile|vad|soins à domicile"},
    [SHEET_ZONE] = {"zone", "zone d'intervention|zone de visite|secteur d'intervention|"
                            "secteur géographique|périmètre|zones de tournée"},
    [SHEET_HOURS] = {"horaires", "heures d'ouverture|horaires d'ouverture|ouverture|"
                                 "jours et horaires|opening hours"},
    [SHEET_CLOSURES] = {"fermetures",
                        "fermeture|fermetures exceptionnelles|fermeture exceptionnelle|"
                        "congés|vacances|fermeture annuelle|jours de fermeture"},
    [SHEET_REMOTE] = {"téléconsultation", "à distance|visio|télésoin|teleconsultation possible"},
    [SHEET_WALK_IN] = {"sans rendez-vous", "sans rdv|accueil sans rendez-vous"},
    [SHEET_NEW_PATIENTS] = {"nouveaux patients", "accepte de nouveaux patients|"
                                                 "prend de nouveaux patients|nouveau patient"},
    [SHEET_LANGUAGES] = {"langues", "langue|langues parlées|languages"},
    [SHEET_WHEELCHAIR] = {"accès fauteuil", "accessibilité|accessible pmr|pmr|accès pmr|"
                                            "accessible|fauteuil roulant|handicap moteur"},
    [SHEET_FEES] = {"secteur", "secteur conventionnel|conventionnement|tarifs|"
                               "secteur de conventionnement"},
    [SHEET_REFERRAL] = {"adressage", "comment adresser|modalités d'adressage|"
                                     "consignes d'adressage|adresser un patient"},
    [SHEET_NOTE] = {"remarque", "remarques|note|notes|commentaire|commentaires|"
                                "informations complémentaires"},
    [SHEET_RPPS] = {"rpps", "numéro rpps|n rpps|no rpps|identifiant rpps|code rpps"},
    [SHEET_FINESS] = {"finess", "numéro finess|n finess|no finess|finess géographique|"
                                "code finess"},
    [SHEET_UPDATED] = {"mis à jour", "mise à jour|date de mise à jour|à jour au|maj|"
                                     "dernière mise à jour|vérifié le"},
};

const struct column session_columns[SESSION_COLUMN_COUNT] = {
    [SESSION_STRUCTURE] = {"structure", "lieu|nom|organisateur|nom de la structure|"
                                        "lieu de la séance"},
    [SESSION_SKILL] = {"prestation", "compétence|acte|vaccin|type de séance|activité|soin|"
                                     "objet"},
    [SESSION_DATE] = {"date", "jour|date de la séance|première date|à partir du"},
    [SESSION_RECURRENCE] = {"récurrence", "répétition|fréquence|périodicité|rrule"},
    [SESSION_BEGIN] = {"début", "heure de début|de|heure|ouverture"},
    [SESSION_END] = {"fin", "heure de fin|à|fermeture"},
    [SESSION_PUBLIC] = {"public", "pour qui|publics|public concerné|population"},
    [SESSION_APPOINTMENT] = {"rendez-vous", "rdv|sur rendez-vous|avec rendez-vous|modalité"},
    [SESSION_LINK] = {"lien", "site|url|inscription|prise de rendez-vous|lien de rendez-vous"},
    [SESSION_NOTE] = {"remarque", "note|commentaire|informations complémentaires|précision"},
};
