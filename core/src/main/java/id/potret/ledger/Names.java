package id.potret.ledger;

import java.util.regex.Pattern;

/**
 * The host's table and columns and the ledger's own table, quoted.
 *
 * <p>Statements name them as {accounts}, {id}, {coins} and {holds}; {now} and {in_millis} are the dialect's.
 */
record Names(SqlDialect dialect, String accounts, String id, String coins, String holds) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]{0,62}");

    static String table(String name) {
        int dot = name.indexOf('.');
        if (dot >= 0) {
            column(name.substring(0, dot));
        }
        column(name.substring(dot + 1));
        return name;
    }

    static String column(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a name of a table or column: \"" + name
                    + "\"; letters, digits, _ and $ are allowed, and one dot between schema and table");
        }
        return name;
    }

    /** Indexes are named after the table; only H2 wants their schema, too. */
    String fillIndexes(String sql) {
        String prefix = dialect == SqlDialect.H2 ? holds : holds.substring(holds.indexOf('.') + 1);
        return sql.replace("{expiry_index}", dialect.quoted(prefix + "_expiry"))
                .replace("{account_index}", dialect.quoted(prefix + "_account"));
    }

    String fill(String sql) {
        return sql.replace("{accounts}", dialect.quoted(accounts))
                .replace("{id}", dialect.quoted(id))
                .replace("{coins}", dialect.quoted(coins))
                .replace("{holds}", dialect.quoted(holds))
                .replace("{now}", dialect.now())
                .replace("{in_millis}", dialect.inMillis());
    }
}
