/*
 * Makers that a shop begins with: the name first, then other spellings of it. All of a line are one brand, for which the same number means
 * the same part; so a maker's model ranges stand with it where they share its catalogue, and makers that only belong together do not.
 */

const CARS = `
BAW / BEIJING AUTOMOTIVE WORKS
BMW / БМВ / BAYERISCHE MOTOREN WERKE / BMW GROUP / MINI / МИНИ / ROLLS-ROYCE
BRILLIANCE / БРИЛЛИАНС
BYD / БИД
CHANGAN / ЧАНГАН / CHANA / CHANGAN AUTO
CHERY / ЧЕРИ / EXEED / OMODA / JAECOO / CHERYEXEED
CHRYSLER / КРАЙСЛЕР / DODGE / ДОДЖ / JEEP / ДЖИП / MOPAR / RAM / CHRYSLER MOPAR
DAIHATSU / ДАЙХАТСУ
DONGFENG / ДОНГФЕНГ / DFM / DONG FENG MOTOR
FAW / ФАВ / BESTURN
FIAT / ФИАТ / ALFA ROMEO / АЛЬФА РОМЕО / LANCIA / ABARTH / FIAT PROFESSIONAL / FIAT ALFA LANCIA
FORD / ФОРД / MOTORCRAFT / FOMOCO / FORD USA / FORD MOTORCRAFT / LINCOLN / MERCURY
FOTON / ФОТОН
GEELY / ДЖИЛИ / BELGEE
GENERAL MOTORS / GM / ДЖЕНЕРАЛ МОТОРС / OPEL / ОПЕЛЬ / VAUXHALL / CHEVROLET / ШЕВРОЛЕ / DAEWOO / ДЭУ / CADILLAC / BUICK / GMC / PONTIAC / HUMMER / GM OPEL / GM DAEWOO / GM CHEVROLET
GREAT WALL / ГРЕЙТ ВОЛЛ / GREAT WALL MOTOR / GWM / HAVAL / ХАВАЛ / ХАВЕЙЛ / WEY / HOVER
HAIMA / ХАЙМА
HONDA / ХОНДА / ACURA / АКУРА / HONDA ACURA
HYUNDAI-KIA / HYUNDAI / ХЕНДАЙ / ХЁНДЭ / ХУНДАЙ / KIA / КИА / MOBIS / МОБИС / HYUNDAI MOBIS / HYUNDAI KIA MOBIS / KIA HYUNDAI / GENESIS
ISUZU / ИСУЗУ
JAC / ДЖАК
JAGUAR LAND ROVER / JAGUAR / ЯГУАР / LAND ROVER / ЛЕНД РОВЕР / LANDROVER / RANGE ROVER / JLR / LAND ROVER JAGUAR
JETOUR
LADA / ЛАДА / ВАЗ / VAZ / АВТОВАЗ / AVTOVAZ / LADA IMAGE / ЛАДА ИМИДЖ / АВТОВАЗ LADA / ВАЗ LADA
LIFAN / ЛИФАН
MAZDA / МАЗДА
MERCEDES-BENZ / MERCEDES / МЕРСЕДЕС / МЕРСЕДЕС-БЕНЦ / MB / DAIMLER / DAIMLER AG / DAIMLERCHRYSLER / SMART / MAYBACH / MERCEDES-BENZ SMART
MG / MG MOTOR
ROVER / MG ROVER
MITSUBISHI / МИТСУБИСИ / МИЦУБИСИ / MITSUBISHI MOTORS / MMC
NISSAN / НИССАН / INFINITI / ИНФИНИТИ / DATSUN / NISSAN INFINITI
PORSCHE / ПОРШЕ
PSA / PEUGEOT / ПЕЖО / CITROEN / СИТРОЕН / PEUGEOT-CITROEN / CITROEN-PEUGEOT / PSA PEUGEOT CITROEN / DS AUTOMOBILES
RAVON / РАВОН / UZ-DAEWOO / УЗДЭУ
RENAULT / РЕНО / DACIA / ДАЧИЯ / RENAULT DACIA
SAAB / СААБ
SSANGYONG / САНЙОНГ / ССАНГЙОНГ / KG MOBILITY
SUBARU / СУБАРУ
SUZUKI / СУЗУКИ / MARUTI / MARUTI SUZUKI
TATA
TESLA / ТЕСЛА
TOYOTA / ТОЙОТА / LEXUS / ЛЕКСУС / SCION / TOYOTA LEXUS
VAG / VOLKSWAGEN / ФОЛЬКСВАГЕН / VW / AUDI / АУДИ / SEAT / СЕАТ / SKODA / ШКОДА / CUPRA / VOLKSWAGEN AG / VW AUDI / VAG GROUP / ВАГ
VOLVO / ВОЛЬВО / VOLVO CARS
VORTEX / TAGAZ / ТАГАЗ
ZOTYE
МОСКВИЧ / MOSKVICH / АЗЛК
ГАЗ / GAZ / ГОРЬКОВСКИЙ АВТОЗАВОД / ГРУППА ГАЗ
УАЗ / UAZ / УЛЬЯНОВСКИЙ АВТОЗАВОД
`;

const TRUCKS = `
CATERPILLAR / CAT / КАТЕРПИЛЛАР
CUMMINS / КАММИНЗ
DAF / ДАФ / PACCAR
DEUTZ / ДОЙТЦ
DETROIT DIESEL
HINO / ХИНО
HOWO / SINOTRUK / CNHTC
IVECO / ИВЕКО
JCB
JOHN DEERE
KOMATSU
MAN / МАН / MAN TRUCKS
NEW HOLLAND
PERKINS
RENAULT TRUCKS / RVI
SCANIA / СКАНИЯ
SHACMAN / SHAANXI
TATRA / ТАТРА
VOLVO TRUCKS / VOLVO TRUCK
YUCHAI
ZETOR
БЕЛАЗ / BELAZ
ЗИЛ / ZIL
ЗМЗ / ZMZ / ЗАВОЛЖСКИЙ МОТОРНЫЙ ЗАВОД
КАМАЗ / KAMAZ
КРАЗ / KRAZ
ЛИАЗ / LIAZ
МАЗ / MAZ / МИНСКИЙ АВТОЗАВОД
ММЗ / MMZ
МТЗ / MTZ / БЕЛАРУС
НЕФАЗ / NEFAZ
ПАЗ / PAZ
УМЗ / UMZ
УРАЛ / URAL
ЯМЗ / YAMZ / ЯРОСЛАВСКИЙ МОТОРНЫЙ ЗАВОД
`;

const PARTS_A_TO_F = `
4U
555 / SANKEI / SANKEI 555 / SANKEI INDUSTRY
ABAKUS
ABE
ABS / A.B.S. ALL BRAKE SYSTEMS / ABS ALL BRAKE SYSTEMS
ACDELCO / AC DELCO / AC-DELCO
ADVICS
AE / AE ENGINE
AIRLINE
AIRTEX
AISIN / АЙСИН
AJUSA
AKEBONO / АКЕБОНО
AKITAKA
ALCO / ALCO FILTER / ALCO FILTERS
AMD
AP LOCKHEED / LOCKHEED
JS ASAKASHI / ASAKASHI
ASAM
ASHIKA
ASHUKI / ASHUKI BY PALIDIUM
ASSO
ASVA
ATE / АТЕ / ATE CONTINENTAL / ALFRED TEVES
AUGER / AUGER AUTOTECHNIK
AUTOFREN / AUTOFREN SEINSA / SEINSA
AUTOWELT
AVANTECH
AYWIPARTS
BARDAHL
BEHR / BEHR HELLA / BEHR HELLA SERVICE / HELLA BEHR
BENDIX
BERU / БЕРУ / BERU BY DRIV / BORGWARNER BERU
BF / BF GERMANY
BGA
BILSTEIN / БИЛЬШТАЙН
BIG FILTER / БИГ ФИЛЬТР / BIG
BLUE PRINT / BLUEPRINT / ADL BLUEPRINT
BM CATALYSTS
BOGE / БОГЕ
BORGWARNER / BORG WARNER
BOSAL / БОСАЛ
BOSCH / БОШ / ROBERT BOSCH / BOSCH DIAGNOSTICS / BOSCH GMBH
BRECO
BRECKNER
BREMBO / БРЕМБО
BREMI
BSG / BSG AUTO PARTS
BUGATTI
CARTRONIC
CASTROL / КАСТРОЛ
CHAMPION / ЧЕМПИОН
CIFAM
CLEAN FILTERS / CLEAN FILTER
COFLE
COJALI
COMLINE
CONTITECH / КОНТИТЕК / CONTINENTAL / КОНТИНЕНТАЛЬ / CONTI / CONTINENTAL CONTITECH / CONTITECH CONTINENTAL
COOPERSFIAAM / COOPERS FIAAM / FIAAM
CORTECO / КОРТЕКО
CTR / CENTRAL CORPORATION / CTR KOREA
CWORKS
DAYCO / ДАЙКО
DELLO / AUTOMEGA / AUTOMEGA DELLO
DELPHI / ДЕЛФИ / DELPHI TECHNOLOGIES / DELPHI DIESEL
DENCKERMANN
DENSO / ДЕНСО / NIPPONDENSO
DEPO / ДЕПО
DINEX
DITAS
DOLZ
DOMINANT / ДОМИНАНТ
DORMAN
DT / DT SPARE PARTS / DIESEL TECHNIC
EBERSPACHER / EBERSPAECHER / ЭБЕРШПЕХЕР
ELF
ELRING / ЭЛРИНГ / ELRINGKLINGER
ELSTOCK
ERA / ERA BENELUX
EXEDY / ЭКСЕДИ / DAIKIN CLUTCH
EXIDE / ЭКСАЙД
FACET
FAE
FAG / ФАГ
FEBEST / ФЕБЕСТ
FEBI / ФЕБИ / FEBI BILSTEIN / FEBI-BILSTEIN / ФЕБИ БИЛЬШТАЙН
FENOX / ФЕНОКС
FERODO / ФЕРОДО
FERSA
FIL FILTER / FIL-FILTER
FILTRON / ФИЛЬТРОН
FINWHALE / ФИНВАЛ
FLEETGUARD
FRAM
FRENKIT
FRECCIA
FREUDENBERG
FTE / FTE AUTOMOTIVE
FUCHS / ФУКС
`;

const PARTS_G_TO_M = `
GARRETT / GARRETT TURBO
GATES / ГЕЙТС
GKN / GKN SPIDAN / SPIDAN / LOEBRO / LOBRO / LÖBRO
GLASER
GLYCO
GMB
GOETZE / GOETZE ENGINE
GOODWILL
GOODYEAR
GRAF / GRAF METELLI
GSP / ДЖИ ЭС ПИ
HANON / HALLA / HCC HALLA / HVCC
HANSE
HELLA / ХЕЛЛА
HENGST / HENGST FILTER / ХЕНГСТ
HEPU
HERTH+BUSS / HERTH BUSS / HERTH+BUSS ELPARTS / HERTH+BUSS JAKOPARTS / JAKOPARTS / ELPARTS
HITACHI / HITACHI AUTOMOTIVE / HUCO / HITACHI HUCO
HOLA
HOLSET
HUTCHINSON
HYUNDAI XTEER / XTEER
ICER
ILJIN
INA / ИНА / INA SCHAEFFLER
INZI / INZI CONTROLS
ITN
JAPANPARTS / JAPAN PARTS
JD / JUST DRIVE
JEENICE
JIKIU
JP GROUP / JPGROUP / ДЖЕЙ ПИ ГРУПП
JURID / ЮРИД
K&N
KASHIYAMA / MK KASHIYAMA / MK
KAVO / KAVO PARTS
KLOKKERHOLM
KNORR-BREMSE / KNORR
KOLBENSCHMIDT / KS / KS KOLBENSCHMIDT / КОЛЬБЕНШМИДТ
KONI
KORTEX / КОРТЕКС
KOYO / КОЙО / JTEKT KOYO
KRAFT / КРАФТ / KRAFT AUTO
KROON OIL
KYB / KAYABA / КАЯБА / КАЙАБА / KYB KAYABA
LASO
LAVR / ЛАВР
LECAR / ЛЕКАР
LEMFORDER / LEMFOERDER / LEMFÖRDER / ЛЕМФОРДЕР / LEMFORDER ZF / ZF LEMFORDER
LESJOFORS / LESJÖFORS
LIQUI MOLY / ЛИКВИ МОЛИ / LIQUIMOLY
LPR / LPR AP
LUBER / LUBER-FINER / LUBERFINER
LUK / ЛУК / LUK SCHAEFFLER
LUKOIL / ЛУКОЙЛ
LUZAR / ЛУЗАР
LYNXAUTO / LYNX / LYNX AUTO / ЛИНКС
MAHLE / КНЕХТ / KNECHT / МАЛЕ / MAHLE ORIGINAL / MAHLE FILTER / KNECHT MAHLE / MAHLE KNECHT
MAGNETI MARELLI / MARELLI / МАНЬЕТИ МАРЕЛЛИ
MANDO / МАНДО / HALLA MANDO
MANN-FILTER / MANN / МАНН / MANN FILTER / MANN+HUMMEL / MANN & HUMMEL / MANN HUMMEL / МАНН-ФИЛЬТР
MANOL / MANNOL
MAPCO
MARSHALL / МАРШАЛ
MASTER-SPORT / MASTERSPORT / MASTER SPORT / MASTER-SPORT GERMANY
MASUMA / МАСУМА
MAXGEAR
MEAT & DORIA / MEAT DORIA / MEAT&DORIA
METAL-CAUCHO / METALCAUCHO
METELLI
METZGER
MEYLE / МАЙЛЕ / МЕЙЛЕ / WULF GAERTNER
MICHELIN
MILES / МАЙЛС
MILLARD / MILLARD FILTERS
MINTEX
MIYACO / SEIKEN MIYACO
MOBIL / МОБИЛ
MONROE / МОНРО
MOOG / МООГ
MOTRIO / МОТРИО
MOTUL / МОТЮЛЬ
MULLER FILTER / MULLER
MUSASHI
`;

const PARTS_N_TO_Z = `
NACHI
NARVA / НАРВА
NEOLUX
NGK / НГК / NGK SPARK PLUG / NTK / NGK NTK
NIBK / НИБК / JNBK
NIPPARTS
NIPPON PIECES / NPS
NISSENS / НИССЕНС
NISSHINBO / НИССИНБО
NK / N.K. SBS
NOK
NPR / NPR OF EUROPE
NPW
NRF
NSK / НСК
NTN / SNR / NTN-SNR / SNR NTN / НТН / СНР
NTY
NURAL
OPTIBELT
OPTIMAL / ОПТИМАЛ
OSRAM / ОСРАМ
OSSCA
PAGID
PATRON / ПАТРОН
PAYEN
PEKAR / ПЕКАР
PEMCO
PHILIPS / ФИЛИПС
PIERBURG / ПИРБУРГ
PILENGA / ПИЛЕНГА
PILKINGTON
PMC / PARTS-MALL / PARTS MALL / PARTSMALL / PMC PARTS MALL
POLCAR
POLMOSTROW / POLMO
POLYVTULKA / ПОЛИВТУЛКА
PRASCO
PURFLUX / ПЮРФЛЮКС
QUATTRO FRENI
RAICAM
RAVENOL
RBI
REMSA
ROADHOUSE
ROSTECO / РОСТЕКО
RTS
RUVILLE
SACHS / ZF SACHS / ЗАКС / САКС / SACHS ZF
SAMPA
SAKURA / САКУРА / SAKURA FILTER
SAMKO
SANGSIN / SANGSIN BRAKE / HI-Q / HI-Q SANGSIN / SANGSIN HI-Q / САНГСИН
SASIC
SAT / SAT PREMIUM
SCHRADER
SCT / SCT GERMANY / SCT-GERMANY / СЦТ
SEIKEN
SHAFTEC
SHELL / ШЕЛЛ
SIDAT
SIDEM
SIEMENS VDO / VDO / CONTINENTAL VDO
SKF / СКФ
SOFIMA
STABILUS
STARLINE / STAR LINE
STARTVOLT / СТАРТВОЛЬТ
STELLOX / СТЕЛЛОКС
SWAG / СВАГ
SWF
TAIHO
TEKNOROT
TESLA BLATNA / TESLA BLATNÁ
TEXTAR / ТЕКСТАР
THERMOTEC
TIMKEN
TOKICO
TOPRAN / ТОПРАН / HANS PRIES / TOPRAN HANS PRIES
TOTACHI / ТОТАЧИ
TOTAL / ТОТАЛ
TPR
TRIALLI / ТРИАЛЛИ
TRISCAN
TRUCKTEC / TRUCKTEC AUTOMOTIVE
TRW / ТРВ / LUCAS / TRW LUCAS / LUCAS TRW
TSN / ТСН / ЦИТРОН
TYC
TYG
UFI / UFI FILTERS
ULO
VAICO / VAICO VIEROL
VALEO / ВАЛЕО / VALEO PHC / VALEO SERVICE
VAN WEZEL
VARTA / ВАРТА
VEMO / VEMO VIEROL
VICTOR REINZ / REINZ / ВИКТОР РЕЙНЦ / VICTOR-REINZ / REINZ DANA
VIC / ВИК
VIKA
VISTEON
WABCO / ВАБКО
WAHLER
WALKER / ВОЛКЕР
WEBASTO / ВЕБАСТО
WILMINK / WILMINK GROUP
WIX / WIX FILTERS
YENMAK
ZEKKERT / ЗЕККЕРТ
ZF / ZF PARTS / ZF FRIEDRICHSHAFEN
ZIMMERMANN / OTTO ZIMMERMANN / ЦИММЕРМАНН
`;

const RUSSIAN_PARTS = `
АВТОДИЗЕЛЬ
АВТОПРИБОР
АВТОЭЛЕКТРОНИКА
АТЭ-1 / ATE-1
БЕЛКАРД / BELCARD
БЕЛМАГ / BELMAG
БЗАП
БЭЛЗ
ВИС / VIS
ВПЗ / VPZ / ВОЛОГОДСКИЙ ПОДШИПНИК
ДААЗ / DAAZ
ЗАВОД АВТОСВЕТ / АВТОСВЕТ
КАТЭК / KATEK
КАЛУЖСКИЙ ЗАВОД ЭЛЕКТРООБОРУДОВАНИЯ / КЗАЭ / KZAE
КЗАТЭ / KZATE
ЛИВНЫ / ЛИВНЫ ФИЛЬТР / АВТОАГРЕГАТ ЛИВНЫ
МОТОРДЕТАЛЬ / MOTORDETAL / КОСТРОМА МОТОРДЕТАЛЬ
НЕВСКИЙ ФИЛЬТР / NEVSKY FILTER / NF НЕВСКИЙ ФИЛЬТР
ОАТ / ОБЪЕДИНЕННЫЕ АВТОМОБИЛЬНЫЕ ТЕХНОЛОГИИ
ОСВАР / OSVAR
ПРАМО / PRAMO / ПРАМО-ЭЛЕКТРО
ПРАМОТРОНИК
РОСНЕФТЬ / ROSNEFT
САЛЮТ-ФИЛЬТР
САМАРСКИЙ ПОДШИПНИК
СААЗ / SAAZ / СКОПИН / СКОПИНСКИЙ АВТОАГРЕГАТНЫЙ ЗАВОД
СОАТЭ / SOATE
СЭВИ / SEVI / СЭВИ-ЭКСПЕРТ / SEVI EXPERT
ТИИР / TIIR
ТОСОЛ-СИНТЕЗ
ТРЕК / TREK
УРАЛЭЛАСТОТЕХНИКА
ФРИТЕКС / FRITEX
ШААЗ / SHAAZ
ЭЛДИКС / ELDIX
ЭЛТРА / ELTRA
ЭМИ
`;

export interface BrandSeed {
  name: string;
  /** With the name itself, by their keys. */
  spellings: Map<string, string>;
}

export const BRAND_SEEDS: readonly BrandSeed[] = [CARS, TRUCKS, PARTS_A_TO_F, PARTS_G_TO_M, PARTS_N_TO_Z, RUSSIAN_PARTS]
  .flatMap((lines) => lines.trim().split('\n'))
  .map((line) => {
    const names = line.split(' / ');
    return { name: names[0]!, spellings: new Map(names.map((name) => [seedKey(name), name])) };
  });

/** The key of a spelling as it was when these were seeded: a migration must not change with the program. */
function seedKey(text: string): string {
  const lookAlikes: Record<string, string> = { А: 'A', В: 'B', Е: 'E', К: 'K', М: 'M', Н: 'H', О: 'O', Р: 'P' };
  Object.assign(lookAlikes, { С: 'C', Т: 'T', У: 'Y', Х: 'X', І: 'I', Ј: 'J', Ѕ: 'S' });
  return text
    .normalize('NFKD')
    .toUpperCase()
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/[\u0400-\u04FF]/gu, (letter) => lookAlikes[letter] ?? letter);
}
