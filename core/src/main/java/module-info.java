/** The batch generator and its coin ledger. */
module id.potret {
    requires static transitive org.jspecify;
    requires transitive id.potret.fal;
    requires transitive id.potret.prompt;
    requires transitive java.sql;

    exports id.potret;
    exports id.potret.ledger;
}
