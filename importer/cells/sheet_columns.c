/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cells/sheet_columns.h"

const struct column sheet_columns[SHEET_COLUMN_COUNT] = {
    [SHEET_ID] = {"identifiant", "id|numéro|code|référence"},
    [SHEET_TYPE] = {"type", "genre|nature|type de ressource"},
    [SHEET_NAME] = {"nom", "nom et prénom|nom prénom|prénom nom|nom complet|raison sociale|"
                           "dénomination|intitulé|structure|nom de la structure|"
                           "nom du professionnel|name|nom du cabinet|pharmacie|nom de la "
                           "pharmacie|officine|cabinet|établissement|praticien|professionnel|nom "
                           "usuel|nom et prénom du professionnel|nom d'exercice"},
    [SHEET_FIRST_NAME] = {"prénom", "first name"},
    [SHEET_PROFESSION] = {"profession", "métier|profession de santé|catégorie|type de structure"},
    [SHEET_SKILLS] = {"compétences", "compétence|savoir-faire|actes|soins|spécialité|spécialités|"
                                     "activités|prestations|services|expertise|domaines de "
                                     "compétences|skills|soins réalisés|soins proposés|actes "
                                     "réalisés|actes proposés|spécificités|particularités"},
    [SHEET_ADDRESS] = {"adresse",
                       "rue|voie|adresse postale|adresse du cabinet|numéro et rue|"
                       "adresse professionnelle|adresse complète|address|adresse cabinet|adresse "
                       "d'exercice|lieu d'exercice|adresse du lieu d'exercice|adresse de "
                       "l'établissement|adresse de la pharmacie|adresse pro"},
    [SHEET_POSTCODE] = {"code postal", "cp|code postal du cabinet|postcode"},
    [SHEET_CITY] = {"commune",
                    "ville|localité|nom de la commune|city|ville du cabinet|commune d'exercice"},
    [SHEET_LON] = {"lon", "longitude|lng|long|x"},
    [SHEET_LAT] = {"lat", "latitude|y"},
    [SHEET_PHONE] = {"téléphone",
                     "tél|tel fixe|téléphone fixe|numéro de téléphone|standard|"
                     "téléphone public|téléphone du cabinet|phone|numéro de tél|n de téléphone|n "
                     "de tél|n tél|no tél|tél cabinet|tél fixe|tél pro|contact téléphonique"},
    [SHEET_DIRECT_PHONE] = {"téléphone direct", "ligne directe|portable|mobile|tél direct|"
                                                "tel portable|téléphone portable|"
                                                "téléphone professionnel|téléphone réservé"},
    [SHEET_MSSANTE] = {"mssanté", "messagerie sécurisée|mail sécurisé|mss|adresse mssanté|"
                                  "messagerie sécurisée de santé"},
    [SHEET_EMAIL] = {"email", "mail|courriel|e-mail|adresse mail|adresse électronique|"
                              "adresse e-mail|adresse courriel|email pro|mail pro"},
    [SHEET_WEBSITE] = {"site", "site internet|site web|url|lien|prise de rendez-vous|website"},
    [SHEET_HOME] = {"domicile",
                    "à domicile|visite à domicile|visites à domicile|"
                    "se déplace à domicile|vad|soins à domicile|se "
                    "déplace|déplacement|déplacements|visites|se déplace au domicile|intervention "
                    "à domicile|interventions à domicile|domicile oui non"},
    [SHEET_ZONE] =
        {"zone",
         "zone d'intervention|zone de visite|secteur d'intervention|"
         "secteur géographique|périmètre|zones de tournée|secteur de tournée|zone de tournée|zone "
         "géographique|zone de déplacement|zone desservie|quartiers|secteurs d'intervention|zones "
         "d'intervention|lieux d'intervention|périmètre d'intervention"},
    [SHEET_HOURS] =
        {"horaires",
         "heures d'ouverture|horaires d'ouverture|ouverture|"
         "jours et horaires|opening hours|horaire|heures|horaires de consultation|horaires du "
         "cabinet|jours et heures|jours d'ouverture|plages horaires|disponibilités"},
    [SHEET_CLOSURES] = {"fermetures",
                        "fermeture|fermetures exceptionnelles|fermeture exceptionnelle|"
                        "congés|vacances|fermeture annuelle|jours de fermeture"},
    [SHEET_REMOTE] = {"téléconsultation", "à distance|visio|télésoin|teleconsultation possible"},
    [SHEET_WALK_IN] = {"sans rendez-vous", "sans rdv|accueil sans rendez-vous"},
    [SHEET_NEW_PATIENTS] =
        {"nouveaux patients",
         "accepte de nouveaux patients|"
         "prend de nouveaux patients|nouveau patient|accepte nouveaux patients|accepte des "
         "nouveaux patients|nouveaux patients acceptés|prend des nouveaux patients|prise de "
         "nouveaux patients|disponible pour de nouveaux patients"},
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
    [SHEET_SIRET] = {"siret", "numéro siret|n siret|no siret|code siret"},
    [SHEET_UPDATED] =
        {"mis à jour",
         "mise à jour|date de mise à jour|à jour au|maj|"
         "dernière mise à jour|vérifié le|date de mise à jour de la fiche|actualisé le"},
};

const struct column session_columns[SESSION_COLUMN_COUNT] = {
    [SESSION_STRUCTURE] = {"structure", "lieu|nom|organisateur|nom de la structure|"
                                        "lieu de la séance|où|endroit|adresse de la séance"},
    [SESSION_SKILL] = {"prestation", "compétence|acte|vaccin|type de séance|activité|soin|"
                                     "objet|quoi|type|thème|atelier|vaccination|nature"},
    [SESSION_DATE] = {"date", "jour|date de la séance|première date|à partir du|quand|dates|jours"},
    [SESSION_RECURRENCE] = {"récurrence", "répétition|fréquence|périodicité|rrule"},
    [SESSION_BEGIN] =
        {"début", "heure de début|de|heure|ouverture|horaire|horaires|heures|créneau|à partir de"},
    [SESSION_END] = {"fin", "heure de fin|à|fermeture|jusqu'à|heure de fermeture"},
    [SESSION_PUBLIC] = {"public", "pour qui|publics|public concerné|population"},
    [SESSION_APPOINTMENT] =
        {"rendez-vous",
         "rdv|sur rendez-vous|avec rendez-vous|modalité|prise de rdv|inscription obligatoire"},
    [SESSION_LINK] = {"lien", "site|url|inscription|prise de rendez-vous|lien de rendez-vous"},
    [SESSION_NOTE] = {"remarque", "note|commentaire|informations complémentaires|précision"},
};
