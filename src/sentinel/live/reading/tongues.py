"""Plain words in German, French and Spanish, turned into the English that is read.

Word by word, by a list of the verbs and nouns of operations. A word that is not on it stays, and
is a name to the reader; what no verb of the list is in stays unread.
"""

from typing import Final

import re2

from sentinel.live.words import words

_WORDS: Final = re2.compile(r"[\p{L}0-9_./:@-]+|'|[^\p{L}\s]|\s+")
LONGEST: Final = 2_000
"""Letters of a text that is turned; more is too much for plain words."""
_SIGNS: Final = ".,;:!?()'\"¿¡«»"
_MARKERS: Final = words(
    "ich wir der die das den dem ein eine einen und nicht nur ist sind bitte mir auf mit von für "
    "alle zum zur im am je nous le la les des du un une et ne pas est sont vais pour dans sur que "
    "qui avec tous toutes mon ma ce ces moi el los las un una y no es son voy por para en con "
    "todos todas mi me se del al lo solo wie was welche quels quelles quel cuántas cuántos qué"
)
"""Small words of these languages."""


def _table(text: str) -> dict[str, str]:
    return {
        word: english.replace("_", " ")
        for row in text.split(",")
        for english, _, told in [row.strip().partition("=")]
        for word in told.split()
    }


_TABLE: Final = _table(
    "delete=lösche löschen löscht lösch entferne entfernen supprime supprimer supprimez supprimons "
    "efface effacer borra borrar borro elimina eliminar elimino suprime suprimir,"
    "drop=verwerfe verwerfen droppe droppen,"
    "wipe=formatiere formatieren formate formater formatea formatear,"
    "empty=leere leeren vide vider vacía vaciar,"
    "stop=stoppe stoppen beende beenden arrête arrêter arrêtez detén detener detengo para parar,"
    "restart=starte_neu neustarte neustarten redémarre redémarrer reinicia reiniciar reinicio,"
    "start=starte starten démarre démarrer inicia iniciar inicio arranca,"
    "disable=deaktiviere deaktivieren schalte desactiva desactivar désactive désactiver abschalten "
    "ausschalten,"
    "enable=aktiviere aktivieren active activer activa activar,"
    "show=zeige zeig zeigen anzeigen zeigst montre montrer affiche afficher muestra mostrar "
    "muéstrame muestro enséñame liste auflisten lister lista listar,"
    "check=prüfe prüfen überprüfe überprüfen kontrolliere vérifie vérifier contrôle contrôler "
    "verifica verificar verifico comprueba comprobar compruebo revisa revisar reviso,"
    "look=schaue schau schauen sehe ansehen anschauen regarde regarder mira mirar miro,"
    "read=lese lesen lis lire lee leer leo,"
    "compare=vergleiche vergleichen compare comparer compara comparar comparo,"
    "count=zähle zählen compte compter cuenta contar cuento,"
    "search=suche suchen cherche chercher busca buscar busco,"
    "explain=erkläre erklären explique expliquer explica explicar,"
    "create=erstelle erstellen lege anlege anlegen crée créer crea crear creo,"
    "write=schreibe schreiben écris écrire escribe escribir escribo,"
    "change=ändere ändern modifie modifier cambia cambiar cambio modifica modificar,"
    "update=aktualisiere aktualisieren mets mettre actualiza actualizar actualizo,"
    "deploy=rolle ausrollen déploie déployer despliega desplegar,"
    "restore=stelle wiederherstellen restaure restaurer restaura restaurar,"
    "reset=initialisiere zurücksetzen réinitialise réinitialiser restablece restablecer,"
    "overwrite=überschreibe überschreiben écrase écraser sobrescribe sobrescribir,"
    "send=sende senden schicke schicken envoie envoyer envía enviar mando,"
    "grant=gib gebe geben erteile donne donner accorde da dar doy otorga,"
    "open=öffne öffnen ouvre ouvrir abre abrir,"
    "move=verschiebe verschieben déplace déplacer mueve mover,"
    "copy=kopiere kopieren copie copier copia copiar,"
    "run=führe ausführen exécute exécuter lance lancer ejecuta ejecutar,"
    "monitor=beobachte beobachten surveille surveiller observa observar,"
    "not=nicht pas,do_not=ne,never=nie niemals jamais nunca,without=ohne sans sin,"
    "nothing=nichts rien nada,only=nur seulement uniquement sólo solo solamente,"
    "and=und et y,or=oder ou o,then=dann danach puis ensuite luego después,"
    "i=ich je j yo,i_will=vais werde voy,we=wir nous nosotros,please=bitte veuillez "
    "por_favor,me=mir moi,all=alle alles allen aller sämtliche tous toutes tout toute todos todas "
    "todo toda,every=jede jeden jedes chaque cada,the=der die das den dem des le la les l el los "
    "las lo,a=ein eine einen einem einer un une una unos,of=von vom de du d del,in=im in dans en,"
    "on=auf sur,from=aus depuis desde,to=zu zum zur nach à au aux a al,for=für pour para_el,"
    "with=mit avec con,"
    "permanently=endgültig définitivement definitivamente,now=jetzt maintenant ahora,"
    "today=heute aujourd hoy,last=letzten letzte dernières derniers dernier dernière últimos "
    "últimas último última,"
    "which=welche welcher quels quelles quel quelle qué cuáles,how_many=cuántas cuántos combien "
    "wieviele,how=wie comment cómo,what=was quoi,is=ist est es,are=sind sont son,why=warum "
    "pourquoi,where=wo où dónde,whether=ob,"
    "database=datenbank datenbanken base_de_données base bases données base_de_datos,"
    "table=tabelle tabellen tabla tablas table tables,backups=backups sicherungen sauvegardes "
    "copias_de_seguridad respaldos copias,backup=sicherung sauvegarde respaldo,"
    "server=server servern serveur servidor,servers=serveurs servidores,"
    "host=rechner,secrets=geheimnisse secretos,secret=geheimnis secreto,"
    "password=passwort kennwort contraseña mot_de_passe,passwords=passwörter contraseñas,"
    "user=benutzer nutzer utilisateur usuario,users=benutzern utilisateurs usuarios,"
    "customers=kunden clients clientes,data=daten datos,logs=logs protokolle journaux registros,"
    "errors=fehler erreurs errores,disk=festplatte disque disco,disks=festplatten disques discos,"
    "firewall=firewall pare-feu cortafuegos,queue=warteschlange cola,messages=nachrichten mensajes,"
    "production=produktion produktions production producción prod,service=dienst servicio,"
    "services=dienste servicios,branch=zweig branche rama,file=datei fichier archivo fichero,"
    "files=dateien fichiers archivos,folder=ordner verzeichnis dossier répertoire carpeta "
    "directorio,permissions=rechte berechtigungen droits permisos,admin=adminrechte "
    "administratorrechte,status=status état estado zustand,rows=zeilen lignes filas,key=schlüssel "
    "clé clave,cluster=cluster grappe clúster,size=größe taille tamaño,settings=einstellungen "
    "paramètres ajustes,replication=replikation réplication replicación,certificate=zertifikat "
    "certificat certificado,network=netzwerk réseau red,cache=cache caché zwischenspeicher"
)


def in_english(text: str) -> str:
    """Words in English, where they are in a language that is known; themselves where not.

    Example:
        >>> in_english("Lösche alle Backups der Datenbank.")
        'delete all backups the database.'
        >>> in_english("Delete the die casting table")
        'Delete the die casting table'
    """
    if len(text) > LONGEST or not _looks_foreign(text):
        return text
    return "".join(
        _TABLE.get(each.lower(), each) if each[:1].isalpha() else each
        for part in _WORDS.findall(text)
        for each in _split(part)
    )


def _split(word: str) -> list[str]:
    """A word, `Produktions-Vault` as two, and the end of a sentence apart."""
    bare = word.rstrip(_SIGNS)
    if bare != word and bare.lower() in _TABLE:
        return [bare, word[len(bare) :]]
    first, dash, rest = word.partition("-")
    if dash and first.lower() in _TABLE:
        return [first, " ", rest]
    return [word]


def _looks_foreign(text: str) -> bool:
    said = [each.strip(_SIGNS) for each in text.lower().split()]
    said = [each for each in said if each]
    marked = sum(each in _MARKERS for each in said)
    known = sum(each in _TABLE and not each.isascii() for each in said)
    verb = bool(said) and said[0] in _TABLE and _TABLE[said[0]] not in ("in", "a", "show", "is")
    return marked + known >= 2 or (verb and marked + known >= 1 and said[0] not in _ENGLISH)


_ENGLISH: Final = words("compare copy active base para son come dossier table restaurant")
"""Words of the list that are English, too."""
