/** A maker as a supplier knows it: its name, how else it is written in lists, and how its articles look (`#` = a digit). */
export interface SuppliedBrand {
  name: string;
  spellings: readonly string[];
  articles: readonly string[];
  goods: readonly string[];
}

const BRAKES = ['Колодки тормозные передние', 'Колодки тормозные задние', 'Диск тормозной', 'Суппорт тормозной'];
const FILTERS = ['Фильтр масляный', 'Фильтр воздушный', 'Фильтр салона', 'Фильтр топливный'];
const SUSPENSION = ['Рычаг подвески', 'Стойка стабилизатора', 'Шаровая опора', 'Сайлентблок рычага', 'Амортизатор'];
const BEARINGS = ['Подшипник ступицы', 'Ролик натяжной', 'Комплект сцепления', 'Подшипник выжимной'];
const ENGINE = ['Прокладка ГБЦ', 'Ремень ГРМ', 'Помпа водяная', 'Сальник коленвала', 'Термостат'];
const ELECTRICS = [
  'Свеча зажигания',
  'Катушка зажигания',
  'Лампа H7 12В',
  'Датчик кислорода',
  'Щётка стеклоочистителя',
];
const ANY = [...BRAKES, ...FILTERS, ...SUSPENSION, ...ENGINE];

function brand(
  name: string,
  spellings: readonly string[],
  articles: readonly string[],
  goods: readonly string[],
): SuppliedBrand {
  return { name, spellings, articles, goods };
}

/** Each has at least seven digits to its articles, so that ten million of them differ. */
export const BRANDS: readonly SuppliedBrand[] = [
  brand('BOSCH', ['Bosch', 'БОШ'], ['0 986 ### ####', '1 987 ### ####'], [...BRAKES, ...ELECTRICS]),
  brand(
    'MANN-FILTER',
    ['MANN', 'Mann Filter', 'MANN - FILTER'],
    ['W ###/####', 'C ## ###/##', 'HU ####/###X'],
    FILTERS,
  ),
  brand('MAHLE', ['KNECHT', 'Mahle/Knecht'], ['LA ### ####', 'OC ### ####', 'LX #######'], FILTERS),
  brand('FILTRON', ['Filtron'], ['OP ###/####', 'AP ###/####'], FILTERS),
  brand('NGK', ['N.G.K.'], ['BKR#E-######', 'IZFR#K######'], ELECTRICS),
  brand('DENSO', ['Denso', 'ДЕНСО'], ['DOX-#######', 'K##PR-U#####'], ELECTRICS),
  brand('GATES', ['Gates'], ['K01####-###XS', 'T4####-###'], ENGINE),
  brand('CONTITECH', ['CONTINENTAL', 'Conti Tech'], ['CT####-###', 'CT####K###'], ENGINE),
  brand('BREMBO', ['Brembo'], ['09.A###.####', 'P ## ###-##'], BRAKES),
  brand('TRW', ['TRW/LUCAS', 'LUCAS'], ['GDB###-####', 'JTC###-####'], [...BRAKES, ...SUSPENSION]),
  brand('ATE', ['A.T.E.', 'Ate'], ['13.0460-####.###', '24.0###-####.1'], BRAKES),
  brand('LEMFORDER', ['LEMFÖRDER', 'LEMFOERDER', 'Lemforder'], ['##### ## 1', '###### #2'], SUSPENSION),
  brand('SACHS', ['ZF SACHS', 'Sachs'], ['31# ######', '3000 ### ####'], [...SUSPENSION, ...BEARINGS]),
  brand('SKF', ['S.K.F.'], ['VKBA ### ####', 'VKM ### ####'], BEARINGS),
  brand('HELLA', ['Hella'], ['8GJ 00# ###-###', '1A# 0## ###-##1'], ELECTRICS),
  brand('VALEO', ['Valeo', 'ВАЛЕО'], ['### ####', '826 ### ####'], [...BEARINGS, ...ELECTRICS]),
  brand('FEBI', ['FEBI BILSTEIN', 'Febi Bilstein'], ['### ####', '### ## ##'], ANY),
  brand('SWAG', ['Swag'], ['## ## ####', '### ## ###'], ANY),
  brand('MEYLE', ['Meyle', 'MEYLE HD'], ['### ### ####', '11-16 ### ####/HD'], SUSPENSION),
  brand('LUK', ['LuK'], ['6## #### ##', '624 ### ####'], BEARINGS),
  brand('INA', ['Ina'], ['53# #### ##', '530 #### ###'], BEARINGS),
  brand('FAG', ['F.A.G.'], ['713 ### ####', '803 ### ####'], BEARINGS),
  brand('MONROE', ['Monroe'], ['G###-####', 'E####-###'], SUSPENSION),
  brand('KYB', ['KAYABA', 'Kayaba'], ['33####-###', 'RA###-####'], SUSPENSION),
  brand('VICTOR REINZ', ['REINZ', 'Victor Reinz'], ['61-#####-##', '71-####-###'], ENGINE),
  brand('ELRING', ['Elring'], ['###.####', '###.### #'], ENGINE),
  brand('CORTECO', ['Corteco'], ['## ### ###B', '### #### B'], ENGINE),
  brand('CTR', ['C.T.R.'], ['CBKH-#######', 'CLT-#######'], SUSPENSION),
  brand('MASUMA', ['Masuma'], ['MS-#######', 'MK-#######'], ANY),
  brand('FEBEST', ['Febest'], ['TAB-#######', 'HAB-#######'], SUSPENSION),
  brand('AISIN', ['Aisin'], ['WPT-#######', 'DT-#######'], ENGINE),
  brand('VAG', ['VW/AUDI', 'VOLKSWAGEN', 'Audi'], ['03L ### ####A', '5Q0 ### ####'], ANY),
  brand('HYUNDAI/KIA', ['HYUNDAI', 'KIA', 'MOBIS', 'Hyundai-KIA'], ['26300-#######', '5#302-######'], ANY),
  brand('TOYOTA', ['Toyota/Lexus', 'LEXUS'], ['04465-#######', '90915-#######'], ANY),
  brand('NISSAN', ['Nissan', 'INFINITI'], ['D1060-#######', '15208-#######'], ANY),
  brand('MERCEDES-BENZ', ['MERCEDES', 'Mercedes Benz', 'MB'], ['A ### ### ## ##', 'B6 ### ####'], ANY),
  brand('BMW', ['BMW/MINI'], ['34 11 6 ### ####', '11 42 7 ### ####'], ANY),
  brand('LADA', ['ВАЗ', 'АвтоВАЗ', 'LADA (ВАЗ)'], ['2108-#######', '21900-#######-00'], ANY),
  brand('ГАЗ', ['GAZ', 'ОАО "ГАЗ"'], ['3302-#######', '4062.######-#'], ANY),
  brand('TRIALLI', ['Trialli'], ['PF ### ####', 'CR #######'], ANY),
  brand('FENOX', ['Fenox', 'ФЕНОКС'], ['BP#######', 'A1####C###'], ANY),
  brand('STELLOX', ['Stellox'], ['###-####B-SX', '71-#####-##-SX'], ANY),
];

type KnownPart = readonly [brand: string, article: string, name: string, roubles: string, stock: number];

/**
 * What GettZap's buyers order here, so that all that can come of an order is seen: parts there are enough of, too few of, none of, and some
 * that have become dearer; what is left out is in no list.
 */
export const ORDERED_PARTS: readonly KnownPart[] = [
  ['BOSCH', '0 986 494 019', 'Колодки тормозные дисковые передние', '3390.00', 24],
  ['MANN-FILTER', 'W 914/2', 'Фильтр масляный', '689.50', 140],
  ['MANN-FILTER', 'C 25 114', 'Фильтр воздушный', '1120.00', 1],
  ['MAHLE', 'LA 875', 'Фильтр салона угольный', '1690.00', 12],
  ['NGK', 'BKR6E-11', 'Свеча зажигания', '405.00', 300],
  ['GATES', 'K015565XS', 'Комплект ремня ГРМ', '7890.00', 0],
  ['BREMBO', '09.A727.10', 'Диск тормозной вентилируемый', '4930.00', 6],
  ['TRW', 'GDB1550', 'Колодки тормозные дисковые задние', '2640.00', 1],
  ['SACHS', '314 717', 'Амортизатор задний газомасляный', '5180.00', 9],
  ['SKF', 'VKBA 6649', 'Подшипник ступицы передний', '3980.00', 4],
  ['HELLA', '8GJ 002 525-131', 'Лампа H4 12 В 60/55 Вт', '245.00', 80],
  ['MANN-FILTER', 'W 712/95', 'Фильтр масляный', '870.00', 35],
  ['NGK', 'BKR6E', 'Свеча зажигания', '310.00', 2],
  ['LEMFORDER', '37777 01', 'Стойка стабилизатора', '1890.00', 5],
];
